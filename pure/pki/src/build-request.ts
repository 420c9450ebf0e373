import { type Bytes, compareBytes } from './bytes.ts';
import { der } from './der-write.ts';
import { encodeExtension, type Extension } from './extension.ts';
import type { Name } from './name.ts';
import { OID } from './oid.ts';
import type { Signer } from './ports.ts';
import type { RequestAttribute } from './request.ts';
import { encodeSignatureAlgorithm } from './signature-algorithm.ts';

export interface RequestTemplate {
  readonly subject: Name;
  readonly attributes?: readonly RequestAttribute[];
}

/** Attributes that requests carry (RFC 2985 §5.4). */
export const requestAttribute = {
  extensions: (extensions: readonly Extension[]): RequestAttribute => ({
    oid: OID.extensionRequest,
    values: [der.sequence(...extensions.map(encodeExtension))],
  }),
  challengePassword: (password: string): RequestAttribute => ({
    oid: OID.challengePassword,
    values: [der.utf8String(password)],
  }),
} as const;

/** Makes a PKCS#10 request (RFC 2986) for the signer's key, signed by it. */
export async function buildRequest(template: RequestTemplate, signer: Signer): Promise<Bytes> {
  const attributes = (template.attributes ?? []).map(encodeAttribute);
  const info = der.sequence(
    der.integer(0),
    template.subject.der,
    signer.spki,
    der.constructed(0, ...attributes.toSorted(compareBytes)),
  );
  return der.sequence(info, encodeSignatureAlgorithm(signer.algorithm), der.bitString(await signer.sign(info)));
}

const encodeAttribute = (attribute: RequestAttribute): Bytes =>
  der.sequence(der.oid(attribute.oid), der.setOf(attribute.values));
