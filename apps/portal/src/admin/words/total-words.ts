const number = new Intl.NumberFormat('en-GB');

/** A number as people read it: "12,400". */
export const numberWords = (value: number): string => number.format(value);

/** "3 people", "50 of 1,234 people", "50 of more than 10,000 people". */
export function totalWords(
  shown: number,
  total: { readonly count: number; readonly atLeast: boolean },
  noun: string,
): string {
  const all = `${total.atLeast ? 'more than ' : ''}${numberWords(total.count)}`;
  if (shown === 1 && total.count === 1 && !total.atLeast) return `1 ${oneOf(noun)}`;
  return shown === total.count && !total.atLeast ? `${all} ${noun}` : `${numberWords(shown)} of ${all} ${noun}`;
}

/** One of what a list names in the plural. */
export const oneOf = (noun: string): string =>
  noun === 'people' ? 'person' : noun.replace(/ies$/u, 'y').replace(/s$/u, '');
