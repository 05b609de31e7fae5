import {
  breakpoints,
  type DashboardContent,
  type DashboardDto,
  type LayoutsDto,
  type WidgetDto,
  type WidgetLayoutDto,
} from '../api/dashboards';
import { without, withoutNulls } from '../api/documents';
import {
  gridColumns,
  inOrder,
  rowsOf,
  type Board,
  type BoardRest,
  type BoardSection,
  type BoardWidget,
  type Cell,
} from './board';
import { isSection } from './options';

/** What a dashboard is called while somebody types its name. */
const unnamed = 'Dashboard';

/** What the server tells of a version, and takes from nobody. */
const told = [
  ...['id', 'versionBranch', 'draft', 'owner', 'createdTime', 'lastUpdatedTime', 'widgetCount', 'revision'],
  ...['versionName', 'versionDescription', 'experimentShortId', 'isDraft'],
] as const;

/** What a version shows. Which version it began from is no part of that. */
export function contentOf(dto: DashboardDto): DashboardContent {
  const said = withoutNulls(without(dto, told as readonly (keyof DashboardDto)[])) as DashboardContent;
  const content = { ...said, widgets: said.widgets.map(withoutNulls) };
  return content.extra === undefined ? content : { ...content, extra: without(content.extra, ['base']) };
}

/** Cells of a widget that a document gives no place. */
const unplaced = { w: 8, h: 7 };

interface OpenSection {
  head: WidgetDto | null;
  /** The row below its head. */
  top: number;
  widgets: BoardWidget[];
}

/** Reads a document as a board: heads open sections, whose widgets count their rows from below it. */
export function readBoard(content: DashboardContent): Board {
  const { name, widgets } = content;
  const rest = without(content, ['name', 'widgets', 'layouts']) as BoardRest;
  const places = placesOf(content);
  const said = new Map((content.layouts?.xl ?? []).map((place) => [place.id, place]));
  const placed = widgets.map((dto) => ({ id: dto.id, dto, cell: places.get(dto.id) ?? null }));
  const bottom = placed.reduce((most, { cell }) => Math.max(most, cell === null ? 0 : cell.y + cell.h), 0);
  const all = inOrder(placed.map((one, at) => ({ ...one, cell: one.cell ?? { x: 0, y: bottom + at, ...unplaced } })));
  const sections: OpenSection[] = [{ head: null, top: 0, widgets: [] }];
  for (const { id, dto, cell } of all) {
    if (isSection(dto)) sections.push({ head: dto, top: cell.y + cell.h, widgets: [] });
    else {
      const { top, widgets: into } = sections.at(-1)!;
      into.push({ id, dto, cell: { ...cell, y: Math.max(0, cell.y - top) }, place: said.get(id) });
    }
  }
  const read = sections.map(({ head, widgets: own }): BoardSection => ({ id: head?.id ?? '', head, widgets: own }));
  return { name, sections: read.length > 1 && read[0]!.widgets.length === 0 ? read.slice(1) : read, rest };
}

/** The document of a board. Only `xl` is read back; the narrower layouts are made of it. */
export function writeBoard({ name, sections, rest }: Board): DashboardContent {
  const widgets: WidgetDto[] = [];
  const xl: WidgetLayoutDto[] = [];
  let top = 0;
  for (const { head, widgets: own } of sections) {
    if (head !== null) {
      widgets.push(head);
      xl.push({ id: head.id, x: 0, y: top++, w: gridColumns, h: 1 });
    }
    for (const { id, dto, cell, place } of inOrder(own)) {
      widgets.push(dto);
      xl.push({ ...place, id, x: cell.x, y: cell.y + top, w: cell.w, h: cell.h });
    }
    top += rowsOf(own);
  }
  const { config } = rest.layoutSettings ?? {};
  const gridMode = { ...config?.gridMode, columnsCount: String(gridColumns) };
  const layoutSettings = { ...rest.layoutSettings, mode: 'CUSTOM', config: { ...config, gridMode } };
  const called = name.trim() === '' ? unnamed : name;
  return { ...rest, name: called, widgets, layouts: layoutsOf(xl), layoutSettings } as DashboardContent;
}

/** Places by the widget's id, in our columns. */
function placesOf({ widgets, layouts, layoutSettings }: DashboardContent): Map<string, Cell> {
  const xl = Array.isArray(layouts?.xl) ? layouts.xl : [];
  const stated = Number(layoutSettings?.config?.gridMode?.columnsCount ?? NaN);
  if (layoutSettings?.mode === 'GRID' && stated > 0) return gridPlaces(widgets, Math.min(stated, gridColumns));
  const widest = xl.reduce((most, { x, w }) => Math.max(most, x + w), 1);
  const columns = stated >= widest ? stated : widest;
  const scaled = (cells: number) => Math.round((cells * gridColumns) / columns);
  return new Map(
    xl.map(({ id, x, y, w, h }) => {
      const left = Math.min(Math.max(0, scaled(x)), gridColumns - 1);
      const right = Math.min(Math.max(left + 1, scaled(x + w)), gridColumns);
      return [id, { x: left, y: Math.max(0, y), w: right - left, h: Math.max(1, h) }];
    }),
  );
}

/** Equal cells in the order of the widgets; a head takes a row. */
function gridPlaces(widgets: readonly WidgetDto[], columns: number): Map<string, Cell> {
  const places = new Map<string, Cell>();
  const w = Math.floor(gridColumns / columns);
  let [x, y] = [0, 0];
  for (const dto of widgets) {
    if (isSection(dto)) {
      if (x > 0) y += unplaced.h;
      places.set(dto.id, { x: 0, y, w: gridColumns, h: 1 });
      [x, y] = [0, y + 1];
      continue;
    }
    places.set(dto.id, { x: x * w, y, w, h: unplaced.h });
    x++;
    if (x === columns) [x, y] = [0, y + unplaced.h];
  }
  return places;
}

function layoutsOf(xl: WidgetLayoutDto[]): LayoutsDto {
  const half = xl.map((one) => ({ ...one, x: Math.floor(one.x / 2), w: Math.max(1, Math.floor(one.w / 2)) }));
  let y = 0;
  const column = xl.map((one) => {
    const place = { ...one, x: 0, y, w: 1 };
    y += one.h;
    return place;
  });
  const byName = { xl, lg: xl, md: half, sm: column, xs: column };
  return Object.fromEntries(breakpoints.map((name) => [name, byName[name]])) as LayoutsDto;
}
