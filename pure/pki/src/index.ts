export { PkiError } from './errors.ts';
export { OID, oidName } from './oid.ts';
export { compareBytes, concatBytes, equalBytes, equalSecrets, utf8Decode, utf8Encode, viewOf } from './bytes.ts';
export { fromBase64, fromBase64url, fromHex, toBase64, toBase64url, toHex } from './text-encodings.ts';
export { fromPem, toPem } from './pem.ts';
export type * from './ports.ts';

export { constructedTag, der, derHeader, DerReader, headerLength, primitiveTag, readDer, TAG } from './der.ts';
export { type ReadTime, readGeneralizedTime, readTime } from './time.ts';

export { type AttributeInput, type Name, type NameAttribute, type NameStringType, type RelativeName } from './name.ts';
export { appendRelativeName, encodeName, nameFrom, parseName, readName } from './name.ts';
export { isNameWithin, nameKey, namesEqual, preparedValue } from './name-compare.ts';
export { nameToString } from './name-string.ts';
export { encodeGeneralName, encodeGeneralNames, type GeneralName } from './general-name.ts';
export { readGeneralName, readGeneralNames } from './general-name.ts';

export { type AlgorithmIdentifier, parsePssParameters, type PssParameters, readAlgorithm } from './algorithm.ts';
export { encodeSignatureAlgorithm, hashOfSignature, signatureAlgorithmOf } from './signature-algorithm.ts';
export { type Curve, parsePublicKey, type PublicKey } from './public-key.ts';

export { type Extension, readExtensions } from './extension.ts';
export { extensionValue, type KnownExtensions, unknownCriticals } from './certificate-extensions.ts';
export type { AuthorityKeyIdentifier, KeyUsage } from './extension-usage.ts';
export { KEY_USAGES } from './extension-usage.ts';
export type {
  BasicConstraints,
  NameConstraints,
  PolicyConstraints,
  PolicyInformation,
  PolicyMapping,
  PolicyQualifier,
} from './extension-constraints.ts';
export type { AccessDescription, DistributionPoint, DistributionPointName, ReasonFlag } from './extension-locations.ts';
export { REASON_FLAGS } from './extension-locations.ts';

export { type Certificate, MAX_CERTIFICATE_OCTETS, parseCertificate, type TbsCertificate } from './certificate.ts';
export { emailsOf, fascnOf, upnsOf, uuidOf } from './certificate-names.ts';

export { type DistributionPointInput, ext, type InfoAccessInput, type PolicyInput } from './build-extension.ts';
export { assembleCertificate, buildTbsCertificate, type CertificateTemplate } from './build-certificate.ts';
export { keyIdentifierOf, signCertificate } from './build-certificate.ts';
export { type CertificateRequest, MAX_REQUEST_OCTETS, parseRequest, type RequestAttribute } from './request.ts';
export { verifyRequest } from './request.ts';
export { buildRequest, requestAttribute, type RequestTemplate } from './build-request.ts';
export { keyServes } from './key-serves.ts';
export { keyStrength, type KeyStrength, type KeyWeakness } from './key-strength.ts';

export { anchorFrom, buildAndValidatePath } from './path/build-and-validate-path.ts';
export type { Subtrees } from './path/names/constraints.ts';
export { type Refusal, type RefusalCode, refusalRules } from './path/refusal.ts';
export { createValidationCache, type ValidationCache } from './path/signatures.ts';
export type {
  AcceptedPath,
  AnchorConstraints,
  Fetcher,
  FetchRequest,
  PathInput,
  PathPorts,
  PathResult,
  PolicyLimits,
  PolicyResult,
  Purpose,
  RefusedPath,
  TrustAnchor,
} from './path/types.ts';
export { defaultLimits, type PathLimits } from './path/work.ts';
export type { CertificateStatus, RevocationInput, StatusSource } from './revocation/types.ts';

export { type Crl, MAX_CRL_OCTETS, parseCrl } from './crl.ts';
export type { CrlEntry } from './crl-entries.ts';
export type { IssuingDistributionPoint } from './crl-extensions.ts';
export { numberOfReason, reasonOfNumber, type RevocationReason } from './crl-reasons.ts';
export { assembleCrl, buildTbsCrl, crlExt, type CrlEntryInput, type CrlHead, type CrlTemplate } from './build-crl.ts';
export { encodeCrlEntry, type IssuingDistributionPointInput, signCrl } from './build-crl.ts';
export { type CrlEntrySource, streamCrl } from './stream-crl.ts';

export { ocspCertId, type OcspCertId, type OcspIssuer, ocspIssuerHashes } from './ocsp-cert-id.ts';
export { buildOcspRequest, MAX_OCSP_REQUEST_OCTETS, type OcspRequest, parseOcspRequest } from './ocsp-request.ts';
export type { OcspRequestTemplate } from './ocsp-request.ts';
export { MAX_OCSP_RESPONSE_OCTETS, OCSP_STATUS, parseOcspResponse } from './ocsp-response.ts';
export type {
  OcspBasicResponse,
  OcspCertStatus,
  OcspResponse,
  OcspResponseStatus,
  OcspSingleResponse,
} from './ocsp-response.ts';
export { buildOcspError, buildOcspResponse, ocspResponderKeyHash } from './build-ocsp-response.ts';
export type { OcspAnswer, OcspResponseTemplate } from './build-ocsp-response.ts';

export { webDigest, webRandom } from './web/web-random.ts';
export { webVerifier } from './web/web-verifier.ts';
export { webSigner } from './web/web-signer.ts';
export { ecdsaFromDer, ecdsaToDer } from './web/ecdsa-format.ts';
export type { WebKey, WebKeyPair } from './web/subtle.ts';
export { certsOnly, parseCertsOnly } from './cms/certs-only.ts';
export { createPkcs12, type Pkcs12Identity, type Pkcs12Template } from './pkcs12/create.ts';
export { MAX_PKCS12_OCTETS, openPkcs12, type Pkcs12Contents, type Pkcs12Item } from './pkcs12/open.ts';
export { encryptCms } from './cms/encrypt.ts';
export { type CmsAttribute, type CmsSigner, parseSignedData, type SignedData } from './cms/signed-data.ts';
export { verifySigner } from './cms/verify-signer.ts';
export { signData, type SignDataInput } from './cms/sign-data.ts';
export {
  cipherOf,
  type ContentCipher,
  decryptByTransport,
  encryptByTransport,
  type RsaTransport,
} from './cms/rsa-transport.ts';
export { decryptCms, decryptContent } from './cms/decrypt.ts';
export {
  type CmsRecipient,
  type CmsRecipientId,
  type EnvelopedData,
  isIdOf,
  parseEnvelopedData,
} from './cms/enveloped-data.ts';

export type { Finding } from './lint/finding.ts';
export type { AlternativeNameKind, CertificateRules, KeyKind } from './lint/certificate-rules.ts';
export { lintCertificate, lintTbsCertificate, type TbsLinter, tbsLinter } from './lint/lint-certificate.ts';
export { type CrlRules, lintCrl } from './lint/lint-crl.ts';
export { lintOcspResponse } from './lint/lint-ocsp-response.ts';
export { authorityRules, ocspResponderRules, rootRules } from './lint/authority-profiles.ts';
export { keyKindOf } from './lint/profile-rules.ts';
