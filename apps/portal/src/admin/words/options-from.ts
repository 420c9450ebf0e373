/** Values of an enum with their titles, as choices of a filter. */
export const optionsFrom = (
  titles: Readonly<Record<string, string | { readonly word: string }>>,
): readonly { readonly value: string; readonly title: string }[] =>
  Object.entries(titles).map(([value, title]) => ({ value, title: typeof title === 'string' ? title : title.word }));
