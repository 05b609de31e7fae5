import type { FieldType } from './attribute';

const typeLabels: Record<FieldType, string> = {
  formula: 'formula',
  float: 'float',
  int: 'integer',
  bool: 'boolean',
  string: 'text',
  datetime: 'time',
  stringSet: 'tags',
  experimentState: 'state',
  floatSeries: 'metric',
  stringSeries: 'text series',
  histogramSeries: 'histograms',
  fileRef: 'file',
  fileRefSeries: 'file series',
};

/** What people call a type of attributes; the API's word for one that is not known here. */
export function typeLabel(type: string): string {
  return typeLabels[type as FieldType] ?? type;
}

const systemLabels: Record<string, string> = {
  'sys/archived': 'Archived',
  'sys/creation_time': 'Created',
  'sys/custom_run_id': 'Run ID',
  'sys/description': 'Description',
  'sys/experiment/name': 'Experiment',
  'sys/failed': 'Failed',
  'sys/group_tags': 'Group tags',
  'sys/id': 'ID',
  'sys/modification_time': 'Last changed',
  'sys/name': 'Name',
  'sys/owner': 'Owner',
  'sys/ping_time': 'Last sign of life',
  'sys/running_time_seconds': 'Time running',
  'sys/state': 'State',
  'sys/tags': 'Tags',
};

/** What people call an attribute of the system; null for one that a client named. */
export function systemLabel(path: string): string | null {
  return systemLabels[path] ?? null;
}
