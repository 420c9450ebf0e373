import type { Bytes, MaybePromise } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import type { Name } from '../name.ts';
import type { KeyUsage } from '../extension-usage.ts';
import type { Digest, Verifier } from '../ports.ts';
import type { CertificateStatus, RevocationInput } from '../revocation/types.ts';
import type { Subtrees } from './names/constraints.ts';
import type { Refusal } from './refusal.ts';
import type { ValidationCache } from './signatures.ts';
import type { PathLimits, Work } from './work.ts';

/** The policy inputs of RFC 5280 §6.1.1 (c), (e) to (g). Everything left out is the most permissive. */
export interface PolicyLimits {
  /** Accepted policies, in the anchor's terms. Default: any. */
  readonly acceptedPolicies?: readonly string[];
  /** The path must be valid for at least one accepted policy. */
  readonly requireExplicitPolicy?: boolean;
  readonly inhibitAnyPolicy?: boolean;
  readonly inhibitPolicyMapping?: boolean;
}

/** What this installation lets an anchor vouch for, in the manner of RFC 5914 and RFC 5937. */
export interface AnchorConstraints {
  readonly names?: Subtrees;
  readonly policies?: PolicyLimits;
  /** CA certificates, not self-issued, that may follow below the anchor. */
  readonly pathLength?: number;
}

export interface TrustAnchor {
  readonly name: Name;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Bytes;
  /** When the anchor came as a certificate; its own validity then counts too. */
  readonly certificate?: Certificate;
  readonly constraints?: AnchorConstraints;
}

/** What the leaf must be good for. */
export interface Purpose {
  /** All of these key usages must be allowed, where the leaf has the extension. */
  readonly keyUsage?: readonly KeyUsage[];
  /** All of these extended key usages must be allowed, by the leaf and by every authority above that names any. */
  readonly extendedKeyUsage?: readonly string[];
  /** Whether anyExtendedKeyUsage stands for them. Default false. */
  readonly acceptAnyExtendedKeyUsage?: boolean;
  /** Whether a leaf without the extension is accepted. Default true, as RFC 5280 §4.2.1.12 reads. */
  readonly acceptMissingExtendedKeyUsage?: boolean;
}

export interface PathInput {
  readonly certificate: Certificate;
  /** A bag: order, duplicates and strangers in it do not matter. */
  readonly intermediates: readonly Certificate[];
  readonly anchors: readonly TrustAnchor[];
  readonly at: Date;
  readonly policies?: PolicyLimits;
  /** Initial permitted and excluded subtrees (RFC 5280 §6.1.1 (h), (i)). */
  readonly names?: Subtrees;
  readonly purpose?: Purpose;
  readonly revocation: RevocationInput;
  readonly limits?: Partial<PathLimits>;
}

export interface FetchRequest {
  readonly kind: 'crl' | 'ocsp' | 'issuers';
  /** http or https; the fetcher decides which hosts it speaks to. */
  readonly url: string;
  /** DER of an OCSP request, to be POSTed as application/ocsp-request; a GET otherwise. */
  readonly body?: Bytes;
  readonly maxBytes: number;
  readonly timeoutMilliseconds: number;
}

/** Gets octets from elsewhere. Null: not to be had, now or ever. A throw is treated alike. */
export interface Fetcher {
  fetch(request: FetchRequest): MaybePromise<Bytes | null>;
}

export interface PathPorts {
  readonly verifier: Verifier;
  readonly digest: Digest;
  /** Without it nothing is fetched. */
  readonly fetcher?: Fetcher;
  /** Remembers signatures found right, between calls. */
  readonly cache?: ValidationCache;
}

export interface PolicyResult {
  /** What the authorities vouch for, in the anchor's terms; `2.5.29.32.0` among them stands for any. */
  readonly authorityConstrained: readonly string[];
  /** The user-constrained policy set of RFC 5280 §6.1.6: the same, cut down to the accepted policies. */
  readonly userConstrained: readonly string[];
  /** Policies of the leaf that stand at the end of a valid chain of policies, in the leaf's own terms. */
  readonly ofLeaf: readonly string[];
}

export interface AcceptedPath {
  readonly accepted: true;
  /** Leaf first; the anchor is not among them. */
  readonly path: readonly Certificate[];
  readonly anchor: TrustAnchor;
  readonly policies: PolicyResult;
  /** One for each certificate of the path, leaf first. */
  readonly statuses: readonly CertificateStatus[];
  readonly spent: Work['spent'];
}

export interface RefusedPath {
  readonly accepted: false;
  /** Of all paths tried, the failure that came furthest. */
  readonly refusal: Refusal;
  /** The path it belongs to, leaf first, as far as it was built. */
  readonly path: readonly Certificate[];
  /** What was learnt about the certificate, where its status is what refuses: reason and time of a revocation. */
  readonly status?: CertificateStatus;
  readonly spent: Work['spent'];
}

export type PathResult = AcceptedPath | RefusedPath;
