import type { Band } from '../../model/band';
import type { ChartSpec } from '../../model/chart';
import type { ChartSettings } from '../../model/chartSettings';
import type { LineData } from '../../model/lineData';
import type { Sides } from '../draw/scene';

type BandSettings = Pick<ChartSettings, 'band' | 'bandKind'>;

/** Whether some line of a chart has a band of standard deviations. */
export function showsDeviations({ lines }: ChartSpec, settings: BandSettings): boolean {
  return lines.some(({ band }) => isOfDeviations(band, settings));
}

/** Whether a band reaches a standard deviation to both sides of a line. */
export function isOfDeviations(band: Band | undefined, settings: BandSettings): boolean {
  return band === undefined ? settings.band && settings.bandKind === 'std' : band.kind === 'std';
}

/** A standard deviation to both sides of the mean of each bucket. */
export function deviationsAround({ mean, std }: LineData): Sides {
  return { low: mean.map((y, row) => y - std[row]!), high: mean.map((y, row) => y + std[row]!) };
}
