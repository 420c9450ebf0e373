import { type Bytes, concatBytes, type Digest, fromHex, OID, utf8Encode } from '@lanyard/pki';
import { encodeTlv } from '../tlv.ts';
import { type ContentSigner, signContent } from './sign-content.ts';

/** Agency, system and credential all nines: no federal number (SP 800-73-5 pt1 §3.1.2). OpenSC then goes by the GUID. */
export const NON_FEDERAL_FASCN: Bytes = fromHex('d4e739da739ced39ce739d83685821084210 8421c84210c3eb'.replace(' ', ''));

export interface ChuidContent {
  /** 25 octets; by default the number that says "not federal". */
  readonly fascn?: Bytes;
  /** The card UUID, 16 octets: it must change with the certificates, or programs show those of before. */
  readonly guid: Bytes;
  readonly expires: Date;
  readonly cardholderUuid?: Bytes;
}

/**
 * Card Holder Unique Identifier (SP 800-73-5 pt1 §3.1.2).
 * @param signer who signs it as issuer; without one the signature is empty, and nobody can rely on the identifier
 */
export async function chuid(content: ChuidContent, digest: Digest, signer?: ContentSigner): Promise<Bytes> {
  const { fascn = NON_FEDERAL_FASCN, guid, expires, cardholderUuid } = content;
  if (fascn.length !== 25 || guid.length !== 16) throw new RangeError('a FASC-N has 25 octets, a GUID 16');
  const signed = concatBytes(
    encodeTlv(0x30, fascn),
    encodeTlv(0x34, guid),
    encodeTlv(0x35, utf8Encode(expires.toISOString().slice(0, 10).replaceAll('-', ''))),
    cardholderUuid === undefined ? new Uint8Array(0) : encodeTlv(0x36, cardholderUuid),
  );
  // The signature is over the contents with an empty error detection code and without itself (pt1 §3.1.2).
  const detached = { type: OID.chuidSecurityObject, content: concatBytes(signed, encodeTlv(0xfe)), enclosed: false };
  const signature = signer === undefined ? new Uint8Array(0) : await signContent(detached, signer, digest);
  return concatBytes(signed, encodeTlv(0x3e, signature), encodeTlv(0xfe));
}
