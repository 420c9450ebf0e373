import type { KeyType, RevocationReason } from '@lanyard/contract';
import type { Actor } from '@lanyard/kernel';
import type { Bytes, Certificate, GeneralName, Name } from '@lanyard/pki';

/** `card` issues the demo's smart cards; only `derived` authorities count as our own at a card sign-in. */
export type AuthorityKind = 'root' | 'derived' | 'card';

/** Profiles of certificates that a caller may ask for. */
export type SubscriberProfile =
  | 'derived-authentication'
  | 'signature'
  | 'key-management'
  | 'piv-authentication'
  | 'card-authentication'
  | 'card-signature'
  | 'card-key-management'
  | 'tls-server';

/** Profiles that an invitation to EST or SCEP may name. */
export type EnrolmentProfile = Extract<SubscriberProfile, 'derived-authentication' | 'signature' | 'key-management'>;

/** Profiles of the authority's own certificates. */
export type AuthorityProfile =
  | 'root'
  | 'issuing-ca'
  | 'ocsp-responder'
  | 'content-signing'
  | 'recovery'
  | 'registration';

export type ProfileName = SubscriberProfile | AuthorityProfile;

/** An authority that can sign: it has its certificate. */
export interface Authority {
  /** Short key, used in addresses: `derived`. */
  readonly id: string;
  readonly kind: AuthorityKind;
  /** Null for a root. */
  readonly parent: string | null;
  readonly certificate: Certificate;
  /** From its issuer upwards; empty for a root. */
  readonly chain: readonly Bytes[];
  /** The first of the line, whose id the line has: certificates are asked for by it. */
  readonly line: string;
  /** From then on the line issues under this one, until a newer one is active. */
  readonly activeFrom: Date;
  readonly key: KeyPlace;
}

/** Sealed under the master key, in a PKCS #11 token, or kept away from this installation. */
export type KeyPlace = 'sealed' | 'token' | 'offline';

export interface AuthoritySpec {
  /** 1 to 32 of a–z, 0–9 and hyphen. */
  readonly id: string;
  readonly kind: AuthorityKind;
  /** The authority that signs it; absent for a root. */
  readonly parent?: string | undefined;
  readonly subject: Name;
  readonly keyType: KeyType;
  /** At most 10 years for an issuing authority (FPKI CP §6.3.2); never past its parent's end. */
  readonly lifetimeDays: number;
  /** Policies that it may assert; `anyPolicy` when absent. */
  readonly policies?: readonly string[] | undefined;
  /** The line that it continues; its own when absent. */
  readonly line?: string | undefined;
  /** At once when absent or past. */
  readonly activeFrom?: Date | undefined;
}

/** A successor for the newest authority of a line: new key, new name, new certificate, same parent. */
export interface RolloverSpec {
  readonly line: string;
  /** The authority that is to have a successor: where it has one already, that one is answered. The newest when absent. */
  readonly successorOf?: string | undefined;
  /** That of the present one when absent. */
  readonly keyType?: KeyType | undefined;
  readonly lifetimeDays: number;
  /** When the line begins to issue under it: leave relying parties the time to learn of it. At once when absent or past. */
  readonly activeFrom?: Date | undefined;
  readonly actor?: Actor | undefined;
}

/** An authority that was made elsewhere, in a key ceremony. */
export interface ImportInput {
  readonly id: string;
  readonly kind: AuthorityKind;
  readonly parent?: string | undefined;
  readonly line?: string | undefined;
  readonly activeFrom?: Date | undefined;
  /** DER. */
  readonly certificate: Bytes;
  /** PKCS #8 to be sealed here, the label of a key in this installation's token, or a root's that stays offline. */
  readonly key: { readonly pkcs8: Bytes } | { readonly tokenLabel: string } | 'offline';
  readonly actor: Actor;
}

/** Whom a certificate belongs to, for revocation and the log. */
export interface Holder {
  readonly personId: string;
  readonly deviceId?: string | undefined;
  readonly credentialId?: string | undefined;
}

export interface IssueInput {
  readonly authority: string;
  readonly profile: SubscriberProfile;
  /** Names this certificate for good, e.g. `<requestId>/authentication`: one reference never yields two. */
  readonly reference: string;
  /** Copied from the validated primary. */
  readonly subject: Name;
  readonly upn?: string | undefined;
  readonly email?: string | undefined;
  /** Further names, such as the card's FASC-N and `urn:uuid`, or DNS names of a server. */
  readonly extraSan?: readonly GeneralName[] | undefined;
  /** SubjectPublicKeyInfo whose possession the caller has verified. */
  readonly spki: Bytes;
  /** The certificate ends here or earlier: the profile and the authority have ends of their own. */
  readonly notAfter: Date;
  readonly policies: readonly string[];
  /** Null for a machine (a web server). */
  readonly holder: Holder | null;
  readonly correlationId?: string | undefined;
}

export interface Issued {
  readonly certificate: Bytes;
  /** From the issuing authority upwards to the root. */
  readonly chain: readonly Bytes[];
  /** Lower-case hexadecimal of the INTEGER's content, as `Certificate.serial` of pki has it. */
  readonly serial: string;
  /** Of the whole certificate, lower-case hexadecimal. */
  readonly sha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export type IssueWithEscrowInput = Omit<IssueInput, 'spki'>;

export interface IssuedWithKey extends Issued {
  /** DER of the private key: a secret; it goes to the device sealed and nowhere else. */
  readonly pkcs8: Bytes;
}

/** Which certificates an ending concerns: all of a credential, or one. */
export type CertificateTarget = { readonly credentialId: string } | { readonly sha256: string };

/** Who did it and for which request; the system itself when absent. */
export interface ActContext {
  readonly actor?: Actor | undefined;
  readonly correlationId?: string | undefined;
}

export interface RevokeInput extends ActContext {
  readonly reason: Exclude<RevocationReason, 'certificateHold'>;
  /** When the key became suspect, where that is known (RFC 5280 §5.3.2). */
  readonly invalidityDate?: Date | undefined;
}

export interface StatusChange {
  readonly authority: string;
  readonly serial: string;
  readonly sha256: string;
}

export interface RecoverInput {
  /** SHA-256 of the encryption certificate, hexadecimal. */
  readonly sha256: string;
  /** Why the key is recovered, in words for the log; never empty. */
  readonly reason: string;
  readonly actor: Actor;
  readonly correlationId?: string | undefined;
}

export interface Recovered {
  /** DER of the private key: a secret. */
  readonly pkcs8: Bytes;
  readonly certificate: Bytes;
}

export interface PublishedCrl {
  readonly der: Bytes;
  readonly number: number;
  readonly etag: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

/** Who may enrol through EST or SCEP, and for what. */
export interface EnrolmentSpec {
  readonly protocol: 'est' | 'scep';
  readonly authority: string;
  readonly profile: EnrolmentProfile;
  /** Names of the certificates: those that a request asks for are not read. */
  readonly subject: Name;
  readonly upn?: string | undefined;
  readonly email?: string | undefined;
  readonly policies: readonly string[];
  readonly personId: string;
  readonly deviceId?: string | undefined;
  /** Days of each certificate, 1 to 1096; 365 when absent. */
  readonly certificateDays?: number | undefined;
  /** No certificate of the enrolment, renewed ones too, passes this moment; three years from now when absent. */
  readonly endsAt?: Date | undefined;
  /** Minutes that the password is good for, 3 to 10 080 (a week); 60 when absent. */
  readonly validMinutes?: number | undefined;
}

/** What is shown once. */
export interface EnrolmentInvitation {
  readonly id: string;
  /** User name of EST's HTTP authentication. */
  readonly name: string;
  /** One-time password, 26 characters of Crockford base32 (130 bits): a secret. For SCEP the challenge is `name-secret`. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Keys of those who vouch for the data on cards: on the curve of what they sign. */
export type ContentSignerKey = 'ec-p256' | 'ec-p384';
