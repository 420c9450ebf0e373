/** Compares dotted version numbers part by part; a missing part counts as 0, so that 16 equals 16.0. */
export function isOlder(version: string, minimum: string): boolean {
  const a = partsOf(version);
  const b = partsOf(minimum);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

const partsOf = (version: string): number[] => version.split('.').map(Number);
