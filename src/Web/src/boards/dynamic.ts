import type { SectionEntry, SectionFound, WidgetDto } from '../api/dashboards';
import { formula } from '../model/chart';
import { gridColumns, type BoardSection, type BoardWidget } from './board';
import { newWidget, type DynamicOptions } from './options';

/** Begins the ids of widgets that are in no document. */
export const madePrefix = 'made:';

/** The widgets that a dynamic section makes of what the server found, row by row. */
export function madeWidgets(section: string, options: DynamicOptions, found: SectionFound): BoardWidget[] {
  const across = Math.max(1, Math.floor(gridColumns / options.w));
  return found.entries.map((entry, at) => {
    // Stable over reloads, so that zooms and the focus stay.
    const id = `${madePrefix}${section}:${entry.key}`;
    const cell = { x: (at % across) * options.w, y: Math.floor(at / across) * options.h, w: options.w, h: options.h };
    return { id, dto: madeOf(id, entry, options), cell };
  });
}

const separator = '\u001f';

function madeOf(id: string, { key, attributes }: SectionEntry, { kind, options }: DynamicOptions): WidgetDto {
  const name = key.split(separator).join(' · ');
  switch (kind) {
    case 'line':
      return newWidget(id, kind, { ...options, lines: attributes.map(lineOf) }, name);
    case 'histogram':
    case 'logs':
      return newWidget(id, kind, { ...options, series: attributes[0]?.name }, name);
    default:
      return { ...newWidget(id, kind, options, name), attributes };
  }
}

function lineOf({ name }: { name: string }) {
  return { formula: formula(name) };
}

/** The section with what it makes behind what stands in it. */
export function withMade(section: BoardSection, made: readonly BoardWidget[]): BoardSection {
  const top = section.widgets.reduce((most, { cell }) => Math.max(most, cell.y + cell.h), 0);
  const below = made.map((widget) => ({ ...widget, cell: { ...widget.cell, y: widget.cell.y + top } }));
  return { ...section, widgets: [...section.widgets, ...below] };
}
