/** CRLReason by its number (RFC 5280 §5.3.1); 7 is not used. */
const REASONS = new Map([
  [0, 'unspecified'],
  [1, 'keyCompromise'],
  [2, 'cACompromise'],
  [3, 'affiliationChanged'],
  [4, 'superseded'],
  [5, 'cessationOfOperation'],
  [6, 'certificateHold'],
  [8, 'removeFromCRL'],
  [9, 'privilegeWithdrawn'],
  [10, 'aACompromise'],
] as const);

export type RevocationReason = typeof REASONS extends Map<number, infer Reason> ? Reason : never;

const NUMBERS = new Map([...REASONS].map(([number, reason]) => [reason, number]));

export const reasonOfNumber = (number: number): RevocationReason | undefined =>
  (REASONS as ReadonlyMap<number, RevocationReason>).get(number);
export const numberOfReason = (reason: RevocationReason): number => NUMBERS.get(reason) ?? 0;
