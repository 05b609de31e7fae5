import { sameField, type Field } from '../../model/field';
import { isLowerBetter, type Directions } from '../../model/direction';
import { defaultSort, type Sort } from '../../model/table';

/** Sorts by this alone; what was sorted by it before turns around. */
export function sortOnly(
  sorts: readonly Sort[],
  field: Field,
  descending?: boolean,
  directions: Directions = {},
): Sort[] {
  const before = sorts.length === 1 ? sorts.find((sort) => sameField(sort, field)) : undefined;
  const first = before === undefined ? !isBetterLow(field, directions) : !before.descending;
  return [{ ...bare(field), descending: descending ?? first }];
}

/** Of what is lost the least comes first, as of texts the first by the alphabet. */
function isBetterLow({ path, type }: Field, directions: Directions): boolean {
  return type === 'string' || (type === 'floatSeries' && isLowerBetter(path, directions));
}

/** Adds a sort for what is equal so far, or reverses it where it is one of the sorts. */
export function sortAlso(sorts: readonly Sort[], field: Field, descending?: boolean): Sort[] {
  const at = sorts.findIndex((sort) => sameField(sort, field));
  if (at < 0) return [...sorts, { ...bare(field), descending: descending ?? true }];
  return sorts.map((sort, index) => (index === at ? { ...sort, descending: descending ?? !sort.descending } : sort));
}

/** Without this one; without any, the newest come first. */
export function sortNot(sorts: readonly Sort[], field: Field): Sort[] {
  const rest = sorts.filter((sort) => !sameField(sort, field));
  return rest.length === 0 ? [defaultSort] : rest;
}

function bare({ path, type, aggregation }: Field): Field {
  return { path, type, aggregation };
}
