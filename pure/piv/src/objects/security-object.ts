import { type Bytes, concatBytes, der, type Digest, hashOfSignature } from '@lanyard/pki';
import { encodeTlv } from '../tlv.ts';
import { type ContentSigner, signContent } from './sign-content.ts';

export interface ProtectedContainer {
  /** Container identifier, such as 0x3000 for the CHUID. */
  readonly container: number;
  readonly content: Bytes;
}

/** id-icao-mrtd-security-ldsSecurityObject (ICAO Doc 9303-10 §4.6.2.3). */
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const HASHES = { sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2', sha512: '2.16.840.1.101.3.4.2.3' };
const MOST_GROUPS = 16;

/**
 * Security Object (SP 800-73-5 pt1 §3.1.7): the digests of other containers, signed. On a derived token it holds the
 * signer's certificate (SP 800-157r1 App. B).
 * @param containers at most 16, numbered as data groups in this order
 */
export async function securityObject(
  containers: readonly ProtectedContainer[],
  signer: ContentSigner,
  digest: Digest,
): Promise<Bytes> {
  if (containers.length > MOST_GROUPS) throw new RangeError(`${MOST_GROUPS} containers are the most`);
  const hash = hashOfSignature(signer.signer.algorithm);
  const digests = await Promise.all(
    containers.map(async ({ content }, index) =>
      der.sequence(der.integer(index + 1), der.octetString(await digest.digest(hash, content))),
    ),
  );
  const content = der.sequence(der.integer(0), der.sequence(der.oid(HASHES[hash])), der.sequence(...digests));
  const mapping = containers.map(({ container }, index) => Uint8Array.of(index + 1, container >> 8, container & 0xff));
  const signed = await signContent({ type: LDS_SECURITY_OBJECT, content, enclosed: true }, signer, digest);
  return concatBytes(encodeTlv(0xba, ...mapping), encodeTlv(0xbb, signed), encodeTlv(0xfe));
}
