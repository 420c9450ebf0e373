import { HASH_LENGTH } from '../algorithm.ts';
import { type Bytes, concatBytes } from '../bytes.ts';
import { der } from '../der-write.ts';
import type { HashAlgorithm } from '../ports.ts';
import { subtle, type WebKey } from '../web/subtle.ts';
import { webHashName } from '../web/web-random.ts';

const WRAPS = { 128: '2.16.840.1.101.3.4.1.5', 256: '2.16.840.1.101.3.4.1.45' } as const;
export type WrapBits = keyof typeof WRAPS;
export const wrapBitsOf = (oid: string): WrapBits | undefined =>
  oid === WRAPS[128] ? 128 : oid === WRAPS[256] ? 256 : undefined;

/** The AlgorithmIdentifier of AES key wrap; its parameters are absent (RFC 3565 §2.3.2). */
export const encodeWrap = (bits: WrapBits): Bytes => der.sequence(der.oid(WRAPS[bits]));

export interface AgreementKeys {
  readonly own: WebKey;
  readonly peer: WebKey;
  readonly curve: 'P-256' | 'P-384' | 'P-521';
}

const SECRET_BITS = { 'P-256': 256, 'P-384': 384, 'P-521': 528 } as const;

/**
 * The key-encryption key of RFC 5753 §7: ECDH, then the derivation of ANSI X9.63 over ECC-CMS-SharedInfo.
 * @param ukm the originator's user keying material, if any
 */
export async function agreeOnWrapKey(
  { own, peer, curve }: AgreementKeys,
  hash: HashAlgorithm,
  bits: WrapBits,
  ukm: Bytes | undefined,
): Promise<WebKey> {
  const secret = new Uint8Array(await subtle().deriveBits({ name: 'ECDH', public: peer }, own, SECRET_BITS[curve]));
  const key = await deriveX963(secret, encodeSharedInfo(bits, ukm), hash, bits / 8);
  return subtle().importKey('raw', key, 'AES-KW', false, ['wrapKey', 'unwrapKey']);
}

function encodeSharedInfo(bits: WrapBits, ukm: Bytes | undefined): Bytes {
  const length = Uint8Array.of(0, 0, bits >> 8, bits & 0xff);
  return der.sequence(
    encodeWrap(bits),
    ...(ukm === undefined ? [] : [der.constructed(0, der.octetString(ukm))]),
    der.constructed(2, der.octetString(length)),
  );
}

async function deriveX963(secret: Bytes, info: Bytes, hash: HashAlgorithm, octets: number): Promise<Bytes> {
  const blocks: Bytes[] = [];
  for (let counter = 1; (counter - 1) * HASH_LENGTH[hash] < octets; counter++) {
    const input = concatBytes(secret, Uint8Array.of(0, 0, 0, counter), info);
    blocks.push(new Uint8Array(await subtle().digest(webHashName(hash), input)));
  }
  return concatBytes(...blocks).slice(0, octets);
}
