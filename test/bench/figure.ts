export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One number, absolute and beside the limit that the same run found for it. */
export interface Figure {
  readonly section: string;
  readonly name: string;
  /** `per second` and its like, or what there should be little of: `ms`, `MiB`. */
  readonly unit: string;
  readonly value: Spread;
  readonly limit?: { readonly name: string; readonly value: Spread };
  /** Median over the rounds of value ÷ limit; for times and memory limit ÷ value: above 1 is better than the limit. */
  readonly ratio?: number;
  readonly aim?: number;
  readonly note?: string;
}

/** Something that was not measured, and why. */
export interface Skipped {
  readonly section: string;
  readonly name: string;
  readonly skipped: string;
}

export type Row = Figure | Skipped;

export interface FigureInput {
  readonly name: string;
  readonly unit: string;
  /** A figure a round. */
  readonly values: readonly number[];
  readonly limit?: { readonly name: string; readonly values: readonly number[] };
  readonly aim?: number;
  readonly note?: string;
}

export function figure(section: string, { name, unit, values, limit, aim, note }: FigureInput): Figure {
  const base = { section, name, unit, value: spread(values), ...(note === undefined ? {} : { note }) };
  if (limit === undefined) return base;
  const less = !unit.startsWith('per '); // times and memory: the less the better
  const ratios = values.map((value, i) => {
    const bound = limit.values[Math.min(i, limit.values.length - 1)] ?? Number.NaN;
    return less ? bound / value : value / bound;
  });
  return {
    ...base,
    limit: { name: limit.name, value: spread(limit.values) },
    ratio: spread(ratios).median,
    ...(aim === undefined ? {} : { aim }),
  };
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (i: number): number => sorted[i] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}

export const perSecond = 'per second';
/** Operations a second of processor time: what one core that does nothing else gives. */
export const perCoreSecond = 'per core and second';
