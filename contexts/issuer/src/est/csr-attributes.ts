import { type Bytes, der, OID } from '@lanyard/pki';

/**
 * CsrAttrs (RFC 7030 §4.5.2): a request should be for a P-256 key and signed by ECDSA with SHA-256. Names and
 * extensions are not asked for, since they come from the invitation.
 */
export const csrAttributes = (): Bytes =>
  der.sequence(der.sequence(der.oid(OID.ecPublicKey), der.set(der.oid(OID.p256))), der.oid(OID.ecdsaWithSha256));
