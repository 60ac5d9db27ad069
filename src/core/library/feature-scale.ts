/**
 * Puts every feature of a library on a scale of its own: how far a track lies from the library's middle in that library's
 * spread (a robust z), and what share of the library it exceeds (a percentile). So "loud" means something among quiet music.
 */

/** What was measured of a track, by feature; absent, null or not finite where nothing was. */
export type FeatureValues = Readonly<Record<string, number | null | undefined>>;

export interface FeatureScale {
  name: string;
  /** Ratios count, not differences: tempo and frequencies. */
  logarithmic: boolean;
  /** Median, in the feature's unit (its natural logarithm where logarithmic). */
  centre: number;
  /** Interquartile range over 1.349, which is the standard deviation of a normal spread; 0 where all are alike. */
  spread: number;
  /** Values below which 0 %, 5 % ... 100 % of the library lie. */
  quantiles: readonly number[];
}

/** A single odd file must not stretch a map. */
const MOST_SPREADS = 3;
const QUANTILES = 20;

export interface FeatureToScale {
  name: string;
  logarithmic: boolean;
}

/** Fits a scale to each feature; a feature that no row has, or that is the same in all, reads 0 everywhere. */
export function fitScales(rows: readonly FeatureValues[], features: readonly FeatureToScale[]): FeatureScale[] {
  return features.map(({ name, logarithmic }) => {
    const values = rows.flatMap((row) => readValue(row, name, logarithmic) ?? []).sort((a, b) => a - b);
    const quantiles = Array.from({ length: QUANTILES + 1 }, (_, i) => quantile(values, i / QUANTILES));
    const interquartile = quantile(values, 0.75) - quantile(values, 0.25);
    // A feature that most of the library shares still spreads: then the whole range speaks.
    const spread = interquartile > 0 ? interquartile / 1.349 : standardDeviation(values);
    return { name, logarithmic, centre: quantile(values, 0.5), spread, quantiles };
  });
}

/** Deviation from the library's middle in its spreads, -3..3; 0 where the feature is missing or all are alike. */
export function standardise(row: FeatureValues, { name, logarithmic, centre, spread }: FeatureScale): number {
  const value = readValue(row, name, logarithmic);
  if (value === null || spread <= 0) return 0;
  return Math.max(-MOST_SPREADS, Math.min(MOST_SPREADS, (value - centre) / spread));
}

/** The share of the library that lies below, 0..1, interpolated; null where the feature is missing. */
export function percentile(row: FeatureValues, { name, logarithmic, quantiles }: FeatureScale): number | null {
  const value = readValue(row, name, logarithmic);
  if (value === null) return null;
  const above = quantiles.findIndex((edge) => edge >= value);
  if (above === -1) return 1;
  // Among values that many tracks share, the middle of their stretch.
  const last = quantiles.findLastIndex((edge) => edge <= value);
  if (last >= above) return (above + last) / 2 / (quantiles.length - 1);
  if (above === 0) return 0;
  const [low, high] = [quantiles[above - 1]!, quantiles[above]!];
  return (above - 1 + (value - low) / (high - low)) / (quantiles.length - 1);
}

function readValue(row: FeatureValues, name: string, logarithmic: boolean): number | null {
  const value = row[name];
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (!logarithmic) return value;
  return value > 0 ? Math.log(value) : null;
}

/** @param sorted ascending; 0 where it is empty */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? low) - low);
}

function standardDeviation(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  // What rounding leaves of equal numbers is no spread.
  return deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? deviation : 0;
}
