export const attributeTypes = [
  'float',
  'int',
  'bool',
  'string',
  'datetime',
  'stringSet',
  'experimentState',
  'floatSeries',
  'stringSeries',
  'histogramSeries',
  'fileRef',
  'fileRefSeries',
] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What a column, an axis or a sort is of: an attribute of a type, or a formula that is one number a run. */
export const fieldTypes = [...attributeTypes, 'formula'] as const;
export type FieldType = (typeof fieldTypes)[number];

export const aggregations = ['last', 'min', 'max', 'average', 'variance'] as const;
export type Aggregation = (typeof aggregations)[number];

/** An attribute that a run or a project has, without its value. */
export interface Definition {
  name: string;
  type: AttributeType;
}

export interface FileRef {
  path: string;
  mimeType: string;
  sizeBytes: number;
}

export interface Histogram {
  type: 'COUNTING' | 'DENSITY';
  edges: number[];
  values: number[];
}

export interface SeriesFigures {
  last: number | null;
  lastStep: number | null;
  min: number | null;
  max: number | null;
  average: number | null;
  variance: number | null;
}

/** The newest value of one attribute of one run; of a series, what its table cell shows. */
export type Attribute = { name: string } & (
  | { type: 'float'; value: number }
  /** An int64, which a double may not hold: `digits` are all of it. */
  | { type: 'int'; value: number; digits: string }
  | { type: 'bool'; value: boolean }
  | { type: 'string' | 'datetime' | 'experimentState'; value: string }
  | { type: 'stringSet'; values: string[] }
  | ({ type: 'floatSeries' } & SeriesFigures)
  | { type: 'stringSeries'; last: string | null; lastStep: number | null }
  | { type: 'histogramSeries'; last: Histogram | null; lastStep: number | null }
  | { type: 'fileRef'; file: FileRef }
  | { type: 'fileRefSeries'; file: FileRef | null; lastStep: number | null }
  /** What a formula, which is its name, gives of a run; where that is nothing, why. */
  | { type: 'formula'; value: number | null; missing: string }
);

export function isNumeric(type: FieldType): boolean {
  return type === 'float' || type === 'int' || type === 'floatSeries' || type === 'formula';
}
