import { type Bytes, equalBytes } from './bytes.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, TAG } from './der-tags.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import { OID } from './oid.ts';
import type { HashAlgorithm } from './ports.ts';

export interface PssParameters {
  readonly hash: HashAlgorithm | undefined;
  readonly mgfHash: HashAlgorithm | undefined;
  /** Octets. */
  readonly saltLength: number;
}

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The DER of the parameters; undefined where they are absent. */
  readonly parameters: Bytes | undefined;
  readonly der: Bytes;
}

export function readAlgorithm(reader: DerReader, tag: number = TAG.sequence): AlgorithmIdentifier {
  const start = reader.offset;
  const sequence = reader.enter(tag);
  const oid = sequence.oid();
  const parameters = sequence.done ? undefined : sequence.raw();
  sequence.finish();
  return { oid, parameters, der: reader.since(start) };
}

const HASHES: readonly (readonly [HashAlgorithm, string])[] = [
  ['sha1', OID.sha1],
  ['sha256', OID.sha256],
  ['sha384', OID.sha384],
  ['sha512', OID.sha512],
];
export const hashOfOid = (oid: string): HashAlgorithm | undefined => HASHES.find((entry) => entry[1] === oid)?.[0];
export const oidOfHash = (hash: HashAlgorithm): string => HASHES.find((entry) => entry[0] === hash)?.[1] ?? OID.sha256;
export const HASH_LENGTH = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

const NULL = Uint8Array.of(0x05, 0x00);
export const isNullOrAbsent = (parameters: Bytes | undefined): boolean =>
  parameters === undefined || equalBytes(parameters, NULL);

/** RSASSA-PSS-params (RFC 4055 §3.1), every default spelled out. @throws PkiError */
export function parsePssParameters(parameters: Bytes): PssParameters {
  const reader = readDer(parameters, 256);
  const sequence = reader.sequence();
  reader.finish();
  const hash = sequence.optional(constructedTag(0));
  const mgf = sequence.optional(constructedTag(1));
  const salt = sequence.optional(constructedTag(2));
  const trailer = sequence.optional(constructedTag(3));
  sequence.finish();
  if (trailer !== undefined && trailer.smallInteger(1) !== 1) trailer.fail('algorithm_parameters', 'the trailer is 1');
  return {
    hash: hash === undefined ? 'sha1' : readHash(hash),
    mgfHash: mgf === undefined ? 'sha1' : readMgf(mgf),
    saltLength: salt === undefined ? 20 : salt.smallInteger(512),
  };
}

/** Parameters that cannot be read name no algorithm, as unknown ones do. */
export function pssOrUndefined(parameters: Bytes): PssParameters | undefined {
  try {
    return parsePssParameters(parameters);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function readHash(reader: DerReader): HashAlgorithm | undefined {
  const algorithm = readAlgorithm(reader);
  reader.finish();
  return isNullOrAbsent(algorithm.parameters) ? hashOfOid(algorithm.oid) : undefined;
}

function readMgf(reader: DerReader): HashAlgorithm | undefined {
  const mgf = readAlgorithm(reader);
  reader.finish();
  if (mgf.oid !== OID.mgf1 || mgf.parameters === undefined) return undefined;
  return readHash(readDer(mgf.parameters, mgf.parameters.length));
}

export function encodePssParameters(hash: HashAlgorithm): Bytes {
  const hashAlgorithm = der.sequence(der.oid(oidOfHash(hash)), der.null());
  const mgf = der.sequence(der.oid(OID.mgf1), hashAlgorithm);
  return der.sequence(
    der.constructed(0, hashAlgorithm),
    der.constructed(1, mgf),
    der.constructed(2, der.integer(HASH_LENGTH[hash])),
  );
}
