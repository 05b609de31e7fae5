import type { WidgetDto } from '../api/dashboards';
import { withoutNulls } from '../api/documents';
import { metricChart } from '../model/chart';
import { newWidgetId, type BoardWidget } from './board';
import { isSection, newWidget, withChart } from './options';
import { kinds } from './widgets/kinds';

/** What lies on the clipboard: a widget and how large it is. */
export interface Clipped {
  dto: WidgetDto;
  w: number;
  h: number;
}

const textMax = 2_000_000;
const pathMax = 1024;

/** Widgets as text that is pasted into other dashboards, tabs, projects and chats. */
export function clipText(widgets: readonly Pick<BoardWidget, 'dto' | 'cell'>[]): string {
  const clipped = widgets.map(({ dto, cell }): Clipped => ({ dto, w: cell.w, h: cell.h }));
  return JSON.stringify({ neptunealt: 'widgets', widgets: clipped }, null, 2);
}

/** The widgets that a text says, with ids of their own: copied ones, or the chart of a metric's path. */
export function readClip(text: string): Clipped[] {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > textMax) return [];
  if (!trimmed.startsWith('{')) return chartOf(trimmed);
  try {
    const { neptunealt, widgets } = JSON.parse(trimmed) as { neptunealt?: unknown; widgets?: unknown };
    return neptunealt === 'widgets' && Array.isArray(widgets) ? widgets.flatMap(readClipped) : [];
  } catch {
    return [];
  }
}

function readClipped(json: unknown): Clipped[] {
  const { dto, w, h } = (json ?? {}) as Partial<Record<keyof Clipped, unknown>>;
  if (typeof dto !== 'object' || dto === null) return [];
  const { name, ...said } = withoutNulls(dto as WidgetDto);
  const widget: WidgetDto = { ...said, ...(typeof name === 'string' && { name }) };
  if (typeof widget.type !== 'string' || isSection(widget)) return [];
  const cells = (value: unknown, usual: number) =>
    typeof value === 'number' && Number.isFinite(value) ? Math.min(100, Math.max(1, Math.round(value))) : usual;
  return [{ dto: { ...widget, id: newWidgetId() }, w: cells(w, 8), h: cells(h, 7) }];
}

/** Text that looks like the path of a metric. */
function chartOf(path: string): Clipped[] {
  if (path.length > pathMax || /\s/.test(path) || !path.includes('/') || /^[a-z]+:\/\//i.test(path)) return [];
  const { w, h } = kinds.line;
  return [{ dto: withChart(newWidget(newWidgetId(), 'line'), { ...metricChart(path), title: '' }), w, h }];
}
