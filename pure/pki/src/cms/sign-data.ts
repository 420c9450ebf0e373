import { oidOfHash } from '../algorithm.ts';
import { type Bytes, compareBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { constructedTag } from '../der-tags.ts';
import { der } from '../der-write.ts';
import { OID } from '../oid.ts';
import type { Digest, SignatureAlgorithm, Signer } from '../ports.ts';
import { encodeSignatureAlgorithm, hashOfSignature } from '../signature-algorithm.ts';
import type { CmsAttribute } from './signed-data.ts';

export interface SignDataInput {
  readonly contentType: string;
  readonly content: Bytes;
  /** The signer's own; it goes into the message. */
  readonly certificate: Certificate;
  /** Further ones for the message, DER. */
  readonly certificates?: readonly Bytes[];
  /** Signed beside content type and message digest. */
  readonly attributes?: readonly CmsAttribute[];
}

/** Makes SignedData with one signer, by attributes (RFC 5652 §5). @throws whatever the signer throws */
export async function signData(input: SignDataInput, signer: Signer, digest: Digest): Promise<Bytes> {
  const { contentType, content, certificate, certificates = [], attributes = [] } = input;
  const hash = hashOfSignature(signer.algorithm);
  const algorithm = der.sequence(der.oid(oidOfHash(hash)));
  const own: CmsAttribute[] = [
    { oid: OID.contentType, values: [der.oid(contentType)] },
    { oid: OID.messageDigest, values: [der.octetString(await digest.digest(hash, content))] },
  ];
  const signed = der.setOf([...own, ...attributes].map(encodeAttribute));
  const info = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.der, der.element(0x02, certificate.serialBytes)),
    algorithm,
    asImplicit(signed),
    encodeCmsSignature(signer.algorithm),
    der.octetString(await signer.sign(signed)),
  );
  const signedData = der.sequence(
    // §5.1: version 3 for content of another type than data.
    der.integer(contentType === OID.data ? 1 : 3),
    der.set(algorithm),
    der.sequence(der.oid(contentType), der.constructed(0, der.octetString(content))),
    der.constructed(0, ...[certificate.der, ...certificates].toSorted(compareBytes)),
    der.set(info),
  );
  return der.sequence(der.oid(OID.signedData), der.constructed(0, signedData));
}

const encodeAttribute = ({ oid, values }: CmsAttribute): Bytes => der.sequence(der.oid(oid), der.setOf(values));

/** RFC 3370 §3.2: PKCS#1 v1.5 goes by the key's own identifier, which every reader of CMS takes. */
const encodeCmsSignature = (algorithm: SignatureAlgorithm): Bytes =>
  algorithm.startsWith('rsa-pkcs1-')
    ? der.sequence(der.oid(OID.rsaEncryption), der.null())
    : encodeSignatureAlgorithm(algorithm);

/** [0] IMPLICIT in the place of the SET's own tag. */
function asImplicit(set: Bytes): Bytes {
  const octets = set.slice();
  octets[0] = constructedTag(0);
  return octets;
}
