/**
 * Fewest insertions, deletions, replacements and swaps of neighbours that make one word of another (optimal string
 * alignment). Words longer than `LONGEST` are taken as far apart, so that the cost stays bounded.
 */
export function editDistance(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const LONGEST = 100;

/**
 * The word most like the one typed, if it is like enough: up to one slip in five letters, at most three.
 * @returns null when the word is there itself, or none is near
 */
export function nearest(typed: string, words: readonly string[]): string | null {
  if (words.includes(typed)) return null;
  const allowed = Math.min(3, Math.max(1, Math.floor(typed.length / 5)));
  let best: string | null = null;
  let least = allowed + 1;
  for (const word of words) {
    const distance =
      word.toLowerCase() === typed.toLowerCase() ? 0 : editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}
