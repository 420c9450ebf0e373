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
  return shown === total.count && !total.atLeast ? `${all} ${noun}` : `${numberWords(shown)} of ${all} ${noun}`;
}
