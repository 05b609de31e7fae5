import type { Column } from './column';
import type { Field } from './field';
import { all, inTrash, nameQuery, notArchived, notInTrash, quickQuery } from './query';
import { noQuickFilters, type QuickFilters } from './quickFilters';
import type { RowMode } from './run';

export interface Sort extends Field {
  descending: boolean;
}

/** Which runs a table lists. All filters must hold. */
export interface TableFilters {
  /** NQL. */
  query: string;
  /** Extended regex over the names of runs. */
  name: string;
  quick: QuickFilters;
  archived: boolean;
  /** The runs in the trash, and only those. */
  trash: boolean;
}

/** A table of runs: which it lists, in what order and groups, and with what columns. */
export interface TableSpec extends TableFilters {
  mode: RowMode;
  /** The first decides; the next ones order what is equal. */
  sorts: Sort[];
  /** What the runs are grouped by, the outermost first. */
  groups: Field[];
  /** Ids of the groups whose runs are shown. */
  opened: string[];
  /** null: chosen by the page from what the project logs. */
  columns: Column[] | null;
}

export const defaultSort: Sort = { path: 'sys/creation_time', type: 'datetime', aggregation: 'last', descending: true };

export const defaultTable: TableSpec = {
  mode: 'experiments',
  query: '',
  name: '',
  quick: noQuickFilters,
  archived: false,
  trash: false,
  sorts: [defaultSort],
  groups: [],
  opened: [],
  columns: null,
};

/** All filters of a table as one NQL text. */
export function tableQuery(filters: TableFilters): string {
  const place = filters.trash ? inTrash : all(filters.archived ? '' : notArchived, notInTrash);
  return all(filters.query, nameQuery(filters.name), quickQuery(filters.quick), place);
}
