import type { Bytes } from './bytes.ts';
import type { DerReader } from './der-read.ts';
import { constructedTag, primitiveTag, TAG } from './der-tags.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';

const MAX_PATH_LENGTH = 1_000_000;
const MAX_ITEMS = 4096;

/** RFC 5280 §4.2.1.9. */
export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength: number | undefined;
}

export function readBasicConstraints(reader: DerReader): BasicConstraints {
  const sequence = reader.sequence();
  const ca = sequence.is(TAG.boolean) && sequence.boolean();
  const pathLength = sequence.is(TAG.integer) ? sequence.smallInteger(MAX_PATH_LENGTH) : undefined;
  sequence.finish();
  return { ca, pathLength };
}

/** One permitted or excluded subtree (RFC 5280 §4.2.1.10); minimum is 0 and maximum absent, or it is refused. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

export function readNameConstraints(reader: DerReader): NameConstraints {
  const sequence = reader.sequence();
  const permitted = sequence.optional(constructedTag(0));
  const excluded = sequence.optional(constructedTag(1));
  sequence.finish();
  return { permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
}

function readSubtrees(reader: DerReader | undefined): GeneralName[] {
  return readList(reader, (list) => {
    const subtree = list.sequence();
    const base = readGeneralName(subtree);
    if (subtree.is(primitiveTag(0))) subtree.smallInteger(0, primitiveTag(0));
    // Profiles agree that a maximum does not occur; a reader that overlooked one would permit too much.
    subtree.finish();
    return base;
  });
}

export interface PolicyQualifier {
  readonly oid: string;
  /** DER of the qualifier. */
  readonly value: Bytes;
}
/** RFC 5280 §4.2.1.4. */
export interface PolicyInformation {
  readonly policy: string;
  readonly qualifiers: readonly PolicyQualifier[];
}

export function readCertificatePolicies(reader: DerReader): readonly PolicyInformation[] {
  const sequence = reader.sequence();
  const at = sequence.offset;
  const policies = readList(sequence, readPolicy);
  if (policies.length === 0) sequence.fail('policies_empty', 'at least one policy is named', at);
  if (new Set(policies.map((p) => p.policy)).size !== policies.length) {
    sequence.fail('policy_duplicate', 'a policy occurs twice', at);
  }
  return policies;
}

function readPolicy(reader: DerReader): PolicyInformation {
  const sequence = reader.sequence();
  const policy = sequence.oid();
  const qualifiers = readList(sequence.optional(TAG.sequence), (list) => {
    const qualifier = list.sequence();
    const oid = qualifier.oid();
    const value = qualifier.raw();
    qualifier.finish();
    return { oid, value };
  });
  sequence.finish();
  return { policy, qualifiers };
}

/** RFC 5280 §4.2.1.5. */
export interface PolicyMapping {
  readonly issuerDomainPolicy: string;
  readonly subjectDomainPolicy: string;
}

export function readPolicyMappings(reader: DerReader): readonly PolicyMapping[] {
  return readList(reader.sequence(), (list) => {
    const mapping = list.sequence();
    const issuerDomainPolicy = mapping.oid();
    const subjectDomainPolicy = mapping.oid();
    mapping.finish();
    return { issuerDomainPolicy, subjectDomainPolicy };
  });
}

/** RFC 5280 §4.2.1.11: numbers of certificates to skip. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | undefined;
  readonly inhibitPolicyMapping: number | undefined;
}

export function readPolicyConstraints(reader: DerReader): PolicyConstraints {
  const sequence = reader.sequence();
  const skip = (tag: number): number | undefined =>
    sequence.is(tag) ? sequence.smallInteger(MAX_PATH_LENGTH, tag) : undefined;
  const requireExplicitPolicy = skip(primitiveTag(0));
  const inhibitPolicyMapping = skip(primitiveTag(1));
  sequence.finish();
  return { requireExplicitPolicy, inhibitPolicyMapping };
}

export const readInhibitAnyPolicy = (reader: DerReader): number => reader.smallInteger(MAX_PATH_LENGTH);

function readList<T>(reader: DerReader | undefined, readItem: (reader: DerReader) => T): T[] {
  const items: T[] = [];
  while (reader !== undefined && !reader.done) {
    if (items.length >= MAX_ITEMS) reader.fail('items_too_many', `more than ${MAX_ITEMS} items`);
    items.push(readItem(reader));
  }
  return items;
}
