import { REASON_FLAGS, type ReasonFlag } from '../extension-locations.ts';

/** all-reasons of RFC 5280 §6.3.2: once a CRL of good scope covered each of these, nothing is left to ask. */
export const allReasons: readonly ReasonFlag[] = REASON_FLAGS.filter((reason) => reason !== 'unused');

type Reasons = ReadonlySet<ReasonFlag> | undefined;

/** RFC 5280 §6.3.3 (d): what a CRL covers for a distribution point; absent on either side means all. */
export function coveredReasons(ofPoint: Reasons, ofCrl: Reasons): readonly ReasonFlag[] {
  return allReasons.filter((reason) => (ofPoint?.has(reason) ?? true) && (ofCrl?.has(reason) ?? true));
}

export function coversAll(reasons: ReadonlySet<ReasonFlag>): boolean {
  return allReasons.every((reason) => reasons.has(reason));
}
