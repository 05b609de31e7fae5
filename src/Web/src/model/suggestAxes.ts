import { isNumeric } from './attribute';
import type { Column } from './column';
import { bareField, sameField, type Field } from './field';
import type { Datum } from './scale';
import type { Sort } from './table';

/** An attribute that an axis could show, with its values in the order of the runs. */
export interface Candidate {
  field: Field;
  values: readonly Datum[];
}

/** What comparisons show before anybody chose. */
export interface SuggestedAxes {
  /** What the runs were given: the setting that sets them apart. */
  x: Field | null;
  /** What came of it. */
  y: Field | null;
  /** Settings first, results last. */
  axes: Field[];
}

const settingAxesMax = 6;
const resultAxesMax = 2;
const categoryCharsMax = 40;

/** Logged by clients and the server on their own. */
const machinery = /^(sys|source_code|runtime|monitoring|git)\//;
/** Differs for every run, but identifies it rather than describing it. */
const identifying = ending('id|uuid|guid|pid|seed|rank|port|host|hostname|index|hash|commit|time|date|url|path|dir');
/** What people change from run to run, the most frequent first. */
const usual = ['lr|learning_rate', 'batch_size|optimizer', 'layers|hidden_size|dropout|weight_decay|model'].map(ending);

function ending(words: string): RegExp {
  return new RegExp(`(^|[/_.-])(${words})$`, 'i');
}

/**
 * Chooses axes that set the runs apart.
 *
 * @param results what runs came to, the likeliest first.
 * @param settings what runs were given, in any order.
 */
export function suggestAxes(results: readonly Candidate[], settings: readonly Candidate[]): SuggestedAxes {
  const own = results.filter(({ field }) => !machinery.test(field.path));
  const telling = settings.filter(tells).sort((a, b) => weight(b) - weight(a) || compare(a.field.path, b.field.path));
  const varied = own.filter((one) => holdsNumbers(one) && varies(one));
  const y = (varied[0] ?? own[0])?.field ?? null;
  const others = [...telling, ...varied, ...own];
  const x = others.find(({ field }) => y === null || !sameField(field, y))?.field ?? null;
  const axes = [
    ...telling.slice(0, settingAxesMax),
    ...(varied.length > 0 ? varied : own).slice(0, resultAxesMax).reverse(),
  ];
  return { x, y, axes: axes.map(({ field }) => field) };
}

function present({ values }: Candidate): Exclude<Datum, null>[] {
  return values.filter((value) => value !== null && (typeof value === 'string' || Number.isFinite(value))) as Exclude<
    Datum,
    null
  >[];
}

function varies(one: Candidate): boolean {
  return new Set(present(one)).size > 1;
}

function holdsNumbers(one: Candidate): boolean {
  return present(one).every((value) => typeof value === 'number');
}

/** A setting that at least half of the runs have, that varies, and that is not just another name of the run. */
function tells(one: Candidate): boolean {
  const { path } = one.field;
  if (machinery.test(path) || identifying.test(path)) return false;
  const values = present(one);
  if (!varies(one) || values.length * 2 < one.values.length) return false;
  if (holdsNumbers(one)) return true;
  const kinds = new Set(values.map(String));
  // With few runs, texts may be categories or names: nothing distinguishes them.
  const isKinds = kinds.size <= Math.max(6, values.length / 3);
  return isKinds && [...kinds].every((text) => text.length <= categoryCharsMax);
}

/** Numbers before kinds and, of these, usual settings before others. */
function weight(one: Candidate): number {
  const at = usual.findIndex((words) => words.test(one.field.path));
  return (holdsNumbers(one) ? usual.length + 1 : 0) + (at < 0 ? 0 : usual.length - at);
}

function compare(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

const resultsMax = 12;

/** The metrics that a table shows, first of all those that it is sorted by. */
export function resultsOf(columns: readonly Column[], sorts: readonly Sort[]): Field[] {
  const sorted = sorts.filter(({ type }) => isNumeric(type));
  const fields = [...sorted, ...columns.filter(({ type }) => type === 'floatSeries')]
    .filter(({ path }) => !path.startsWith('sys/'))
    .map(bareField);
  return [...new Map(fields.map((field) => [field.path, field])).values()].slice(0, resultsMax);
}
