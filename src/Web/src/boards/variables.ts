import type { WidgetDto } from '../api/dashboards';
import {
  combinations,
  fillFormula,
  fillMarkdown,
  fillPath,
  fillRegex,
  fillText,
  placesIn,
  type VariableValues,
} from '../model/variables';
import type { BoardSection, BoardWidget } from './board';
import { madePrefix } from './dynamic';
import { repeatOf, withOptions } from './options';

const linesMax = 50;
const fieldsMax = 50;
/** How often a section is repeated at most. */
export const repeatsMax = 50;

type Fill = (text: string, values: VariableValues) => string;

/** What the texts of options are, by their names. All others are left alone. */
const fillOf: Record<string, Fill> = {
  formula: fillFormula,
  value: fillFormula,
  level: fillFormula,
  by: fillFormula,
  low: fillFormula,
  high: fillFormula,
  xMetric: fillFormula,
  path: fillPath,
  series: fillPath,
  match: fillRegex,
  filter: fillRegex,
  name: fillText,
  title: fillText,
  label: fillText,
  note: fillText,
  unit: fillText,
};

/** Options of which each value of a variable makes another. */
const manyOf: Record<string, number> = { lines: linesMax, fields: fieldsMax, axes: fieldsMax };

/** A document's widgets as they are shown: with the values of its variables. The same one for the same widget. */
export class Filler {
  readonly #known = new WeakMap<WidgetDto, WidgetDto>();
  readonly #widgets = new WeakMap<BoardWidget, BoardWidget>();

  constructor(readonly values: VariableValues) {}

  fill(dto: WidgetDto): WidgetDto {
    const known = this.#known.get(dto);
    if (known !== undefined) return known;
    const used = this.values.size === 0 ? [] : [...placesIn(JSON.stringify(dto))];
    const filled = used.some((name) => this.values.has(name)) ? this.#filled(dto) : dto;
    this.#known.set(dto, filled);
    return filled;
  }

  /** The widget with its document in `origin` where it says another. */
  widget(widget: BoardWidget): BoardWidget {
    const known = this.#widgets.get(widget);
    if (known !== undefined) return known;
    const dto = this.fill(widget.dto);
    const filled = dto === widget.dto ? widget : { ...widget, dto, origin: widget.dto };
    this.#widgets.set(widget, filled);
    return filled;
  }

  section(section: BoardSection): BoardSection {
    const { head, widgets } = section;
    const filled = widgets.map((one) => this.widget(one));
    return { ...section, head: head === null ? null : this.fill(head), widgets: filled };
  }

  #filled(dto: WidgetDto): WidgetDto {
    const { name, freeText, attributes, options } = dto;
    const patterns = (of: string[] | null | undefined) => of?.map((text) => fillRegex(text, this.values));
    const filled: WidgetDto = { ...dto };
    if (typeof name === 'string') filled.name = fillText(name, this.values);
    if (typeof freeText === 'string') filled.freeText = fillMarkdown(freeText, this.values);
    if (attributes != null) filled.attributes = many(attributes, fieldsMax, this.values) as typeof attributes;
    const must = patterns(dto.attributeNameMustMatchRegexes);
    const mustNot = patterns(dto.attributeNameMustNotMatchRegexes);
    if (must !== undefined) filled.attributeNameMustMatchRegexes = must;
    if (mustNot !== undefined) filled.attributeNameMustNotMatchRegexes = mustNot;
    if (options != null) filled.options = inside(options, '', this.values) as typeof options;
    return filled;
  }
}

/** What stands in options, at whatever depth. */
function inside(json: unknown, key: string, values: VariableValues): unknown {
  if (typeof json === 'string') return fillOf[key]?.(json, values) ?? json;
  if (Array.isArray(json)) {
    const most = manyOf[key];
    return most === undefined ? json.map((one) => inside(one, key, values)) : many(json, most, values);
  }
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, inside(value, name, values)]));
}

/** Each of the list, once for each combination of the values that it names. A name is an attribute's path in these. */
function many(list: readonly unknown[], most: number, values: VariableValues): unknown[] {
  return list
    .flatMap((one) => {
      const isAttribute = typeof one === 'object' && one !== null && 'name' in one && 'type' in one;
      return combinations(placesIn(JSON.stringify(one)), values, most).map((these) => {
        const filled = inside(one, '', these);
        return isAttribute ? { ...(filled as object), name: fillPath(String(one.name), these) } : filled;
      });
    })
    .slice(0, most);
}

const fillers = new WeakMap<VariableValues, Map<string, Filler>>();

/** The filler of one value of a variable that a section is repeated for; the same for the same value. */
function fillerOf(values: VariableValues, name: string, value: string): Filler {
  const known = fillers.get(values) ?? new Map<string, Filler>();
  fillers.set(values, known);
  const key = `${name} ${value}`;
  const found = known.get(key) ?? new Filler(new Map([...values, [name, [value]]]));
  known.set(key, found);
  return found;
}

/**
 * A section as it is shown: with values, and where it is repeated for a variable, once for each of them. While it is
 * edited it stands once, with the first value.
 */
export function shownSections(section: BoardSection, filler: Filler, isEdited: boolean): BoardSection[] {
  const variable = repeatOf(section.head);
  const { values } = filler;
  const all = variable === null ? undefined : values.get(variable);
  if (variable === null || section.head === null || all === undefined) return [filler.section(section)];
  if (isEdited) return [fillerOf(values, variable, all[0] ?? '').section(section)];
  return all.slice(0, repeatsMax).map((value) => repeated(section, variable, value, fillerOf(values, variable, value)));
}

const copies = new WeakMap<Filler, WeakMap<BoardWidget, BoardWidget>>();

function repeated(section: BoardSection, variable: string, value: string, filler: Filler): BoardSection {
  const made = `${madePrefix}${value}:`;
  const known = copies.get(filler) ?? new WeakMap<BoardWidget, BoardWidget>();
  copies.set(filler, known);
  const copyOf = (widget: BoardWidget): BoardWidget => {
    const id = made + widget.id;
    const { dto, ...filled } = filler.widget(widget);
    const copy = known.get(widget) ?? { ...filled, id, dto: { ...dto, id } };
    known.set(widget, copy);
    return copy;
  };
  const head = filler.fill(section.head!);
  const isNamed = placesIn(section.head!.name ?? '').has(variable);
  const name = isNamed ? head.name! : [head.name ?? '', value].filter((part) => part !== '').join(' · ');
  return {
    ...section,
    id: made + section.id,
    head: { ...withOptions(head, { repeat: undefined }), id: made + section.id, name },
    widgets: section.widgets.map(copyOf),
  };
}
