/** The whole is one digit or one short group over and over: 000000, 121212, 123123. */
const isRepeat = (digits: string): boolean => /^(.{1,4}?)\1+$/.test(digits);

/** Each digit follows the one before by the same step of one: 123456, 987654, 890123. */
function isSequence(digits: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < digits.length; i++) steps.add((Number(digits[i]) - Number(digits[i - 1]) + 10) % 10);
  return steps.size === 1 && (steps.has(1) || steps.has(9));
}

/** Pairs of equal digits in order: 112233, 998877. */
const isDoubledSequence = (digits: string): boolean =>
  digits.length % 2 === 0 && /^(?:(\d)\1)+$/.test(digits) && isSequence(digits.replace(/(\d)\1/g, '$1'));

/** Down the columns of a key pad, and the ends of well known lists of leaked PINs. */
const COMMON = new Set([
  '2580',
  '0852',
  '147258',
  '258369',
  '147852',
  '159753',
  '753951',
  '159357',
  '102030',
  '314159',
  '696969',
  '420420',
  '112358',
  '123654',
  '123321',
  '1234321',
  '12344321',
  '1357924',
  '13579',
  '24680',
  '246810',
  '1470258',
  '19841984',
  '20002000',
]);

/**
 * Whether digits are among the first that anybody would try (SP 800-63B-4 §3.2.1, blocklist).
 * Birthdays are not looked for: with ten tries at the server, the patterns above are what pays for a guesser.
 */
export function isGuessable(digits: string): boolean {
  return isRepeat(digits) || isSequence(digits) || isDoubledSequence(digits) || COMMON.has(digits);
}
