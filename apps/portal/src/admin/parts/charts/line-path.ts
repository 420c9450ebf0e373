/**
 * The path of a line through equally distant points, from the left edge to the right.
 * @param most the value at the upper edge
 */
export function linePath(values: readonly number[], most: number, width: number, height: number): string {
  const step = values.length < 2 ? 0 : width / (values.length - 1);
  return values
    .map(
      (value, index) => `${index === 0 ? 'M' : 'L'}${round(index * step)} ${round(height - (height * value) / most)}`,
    )
    .join('');
}

/** A tenth of a unit is less than a pixel. */
const round = (value: number): number => Math.round(value * 10) / 10;
