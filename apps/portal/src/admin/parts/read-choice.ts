/** What was chosen, without columns that are no more; the first column is always there, since it names the row. */
export function readChoice(
  text: string | null,
  columns: readonly { readonly key: string; readonly extra?: boolean }[],
): readonly string[] {
  const usual = columns.filter(({ extra }) => extra !== true).map(({ key }) => key);
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (!Array.isArray(kept)) return usual;
    return columns.filter(({ key }, index) => index === 0 || kept.includes(key)).map(({ key }) => key);
  } catch {
    return usual;
  }
}
