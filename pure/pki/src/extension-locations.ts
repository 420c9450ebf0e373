import type { DerReader } from './der-read.ts';
import { constructedTag, primitiveTag, TAG } from './der-tags.ts';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-name.ts';
import { readNamedBits } from './extension-usage.ts';
import { readRelativeName, type RelativeName } from './name.ts';

/** In the order of their bits in ReasonFlags (RFC 5280 §4.2.1.13). */
export const REASON_FLAGS = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type ReasonFlag = (typeof REASON_FLAGS)[number];

export interface DistributionPointName {
  readonly fullName?: readonly GeneralName[];
  /** To be appended to the CRL issuer's name (`appendRelativeName`). */
  readonly relativeName?: RelativeName;
}

export interface DistributionPoint {
  readonly name: DistributionPointName | undefined;
  /** Absent: all reasons. */
  readonly reasons: ReadonlySet<ReasonFlag> | undefined;
  /** The names of the cRLIssuer where another than the certificate's issuer signs. */
  readonly crlIssuer: readonly GeneralName[] | undefined;
}

const MAX_POINTS = 256;

/** cRLDistributionPoints and freshestCRL (RFC 5280 §4.2.1.13, §4.2.1.15). */
export function readDistributionPoints(reader: DerReader): readonly DistributionPoint[] {
  const sequence = reader.sequence();
  const points: DistributionPoint[] = [];
  do {
    if (points.length >= MAX_POINTS) sequence.fail('items_too_many', `more than ${MAX_POINTS} distribution points`);
    points.push(readDistributionPoint(sequence));
  } while (!sequence.done);
  return points;
}

function readDistributionPoint(reader: DerReader): DistributionPoint {
  const sequence = reader.sequence();
  const name = readDistributionPointName(sequence);
  const reasons = sequence.is(primitiveTag(1)) ? readNamedBits(sequence, REASON_FLAGS, primitiveTag(1)) : undefined;
  const crlIssuer = sequence.is(constructedTag(2)) ? readGeneralNames(sequence, constructedTag(2)) : undefined;
  sequence.finish();
  return { name, reasons, crlIssuer };
}

/** [0] DistributionPointName, EXPLICIT because it is a CHOICE. */
export function readDistributionPointName(reader: DerReader): DistributionPointName | undefined {
  const choice = reader.optional(constructedTag(0));
  if (choice === undefined) return undefined;
  const name: DistributionPointName = choice.is(constructedTag(0))
    ? { fullName: readGeneralNames(choice, constructedTag(0)) }
    : { relativeName: readRelativeName(choice, constructedTag(1)) };
  choice.finish();
  return name;
}

/** One entry of authorityInfoAccess or subjectInfoAccess (RFC 5280 §4.2.2.1). */
export interface AccessDescription {
  readonly method: string;
  readonly location: GeneralName;
}

export function readInfoAccess(reader: DerReader): readonly AccessDescription[] {
  const sequence = reader.sequence();
  const descriptions: AccessDescription[] = [];
  do {
    if (descriptions.length >= MAX_POINTS) sequence.fail('items_too_many', `more than ${MAX_POINTS} locations`);
    const description = sequence.enter(TAG.sequence);
    const method = description.oid();
    const location = readGeneralName(description);
    description.finish();
    descriptions.push({ method, location });
  } while (!sequence.done);
  return descriptions;
}
