import {
  type Bytes,
  type Certificate,
  compareBytes,
  der,
  type Digest,
  encodeSignatureAlgorithm,
  hashOfSignature,
  OID,
  type Signer,
} from '@lanyard/pki';

/** Whoever vouches for the data on a card: a key and its content signing certificate. */
export interface ContentSigner {
  readonly signer: Signer;
  readonly certificate: Certificate;
}

export interface SignedContent {
  readonly type: string;
  readonly content: Bytes;
  /** Whether the content stands inside, and not beside. */
  readonly enclosed: boolean;
}

const HASHES = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;

/**
 * CMS SignedData as PIV wants it (FIPS 201-3 §4.2.1, RFC 5652 §5): version 3, exactly one certificate, and signed
 * attributes with the digest and the signer's name.
 */
export async function signContent(input: SignedContent, by: ContentSigner, digest: Digest): Promise<Bytes> {
  const { signer, certificate } = by;
  const hash = hashOfSignature(signer.algorithm);
  const digestAlgorithm = der.sequence(der.oid(HASHES[hash]));
  const attributes = [
    attribute(OID.contentType, der.oid(input.type)),
    attribute(OID.messageDigest, der.octetString(await digest.digest(hash, input.content))),
    attribute(OID.pivSignerDn, certificate.subject.der),
  ];
  // They are signed as a SET OF and written under [0] (RFC 5652 §5.4).
  const signature = await signer.sign(der.setOf(attributes));
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.der, der.unsigned(certificate.serialBytes)),
    digestAlgorithm,
    der.constructed(0, ...attributes.toSorted(compareBytes)),
    encodeSignatureAlgorithm(signer.algorithm),
    der.octetString(signature),
  );
  const enclosed = input.enclosed ? [der.constructed(0, der.octetString(input.content))] : [];
  const signedData = der.sequence(
    der.integer(3),
    der.set(digestAlgorithm),
    der.sequence(der.oid(input.type), ...enclosed),
    der.constructed(0, certificate.der),
    der.set(signerInfo),
  );
  return der.sequence(der.oid(OID.signedData), der.constructed(0, signedData));
}

const attribute = (type: string, value: Bytes): Bytes => der.sequence(der.oid(type), der.set(value));
