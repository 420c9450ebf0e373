import type { Actor, Http, Jobs, Queryable, Tx } from '@lanyard/kernel';
import type { Bytes, Certificate, Name, Signer } from '@lanyard/pki';
import type { OcspResult } from './status/answer-ocsp.ts';
import type {
  ActContext,
  Authority,
  AuthoritySpec,
  CertificateTarget,
  ContentSignerKey,
  EnrolmentInvitation,
  EnrolmentSpec,
  Issued,
  IssuedWithKey,
  IssueInput,
  ImportInput,
  IssueWithEscrowInput,
  PublishedCrl,
  Recovered,
  RecoverInput,
  RevokeInput,
  RolloverSpec,
  StatusChange,
} from './types.ts';

/** The certificate authority, as the other contexts and the composition root see it. */
export interface Issuer {
  /**
   * Makes an authority with its key and certificate, its OCSP responder and its first CRL.
   * Safe to repeat: what an interrupted call left is finished, and one that exists is answered as it is.
   */
  createAuthority(spec: AuthoritySpec): Promise<Authority>;
  /**
   * Makes a successor: the line issues under it from `activeFrom` on, while CRL and OCSP of those before it go on.
   * @throws LanyardError as `createAuthority`; `input_invalid` for a root
   */
  rollOver(spec: RolloverSpec): Promise<Authority>;
  /** Takes in an authority of a key ceremony. @throws LanyardError `input_invalid`, `profile_refused`, `conflict` */
  importAuthority(input: ImportInput): Promise<Authority>;
  /** Publishes a CRL of an authority whose key is offline. @throws LanyardError `input_invalid`, `conflict` */
  importCrl(authority: string, crl: Bytes, actor: Actor): Promise<PublishedCrl>;
  /** The key pair that encryption keys are escrowed to, certified by an authority. Safe to repeat. */
  createRecoveryKey(spec: { readonly authority: string; readonly subject: Name }): Promise<Certificate>;
  /**
   * Whoever vouches for the data on cards of a line's credentials. It is made when it is first asked for, and anew in time.
   * @param until when the card's data end: the certificate lasts as long, unless its authority ends before
   * @param keyType `ec-p256` by default
   * @throws LanyardError `authority_unknown`, `issuer_unavailable`, `signing_frozen`
   */
  contentSigner(
    line: string,
    until: Date,
    keyType?: ContentSignerKey,
  ): Promise<{ readonly signer: Signer; readonly certificate: Certificate; readonly chain: readonly Bytes[] }>;
  authorities(): Promise<readonly Authority[]>;
  /** Whether a certificate claims to come from one of our derived authorities: such a one is never a primary. */
  isOwn(certificate: Certificate): Promise<boolean>;

  /**
   * Issues a certificate by the cycle of docs/issuance-cycle.md. Not inside a transaction.
   * @throws LanyardError `authority_unknown`, `csr_malformed`, `csr_wrong_key`, `csr_weak_key`, `csr_key_reused`,
   *   `profile_refused`, `issuance_interrupted`, `issuer_unavailable`, `signing_frozen`; `conflict` where the reference
   *   already has a certificate for another key
   */
  issue(input: IssueInput): Promise<Issued>;
  /**
   * The same with a key made here, escrowed before its certificate is issued. The key is answered again for the same
   * reference until {@link keyDelivered}, for 72 hours at most.
   */
  issueWithEscrow(
    input: IssueWithEscrowInput,
    keyType: 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096',
  ): Promise<IssuedWithKey>;
  /** The holder has the key: from now on only recovery can read it. */
  keyDelivered(tx: Tx, reference: string): Promise<void>;

  /** Ends certificates for good; those already ended stay as they are. Unfinished ones of the credential are closed. */
  revoke(tx: Tx, target: CertificateTarget & RevokeInput): Promise<readonly StatusChange[]>;
  /** `certificateHold`: can be taken back. */
  suspend(tx: Tx, target: CertificateTarget & ActContext): Promise<readonly StatusChange[]>;
  resume(tx: Tx, target: CertificateTarget & ActContext): Promise<readonly StatusChange[]>;

  /** Who may enrol by themselves through EST or SCEP. */
  readonly enrolments: {
    /** @throws LanyardError `authority_unknown`, `input_invalid` */
    invite(tx: Tx, spec: EnrolmentSpec, by: Actor): Promise<EnrolmentInvitation>;
    /** Ends an enrolment, or all of a person, and revokes what came of it. @returns how many ended */
    end(
      tx: Tx,
      which: { readonly id: string } | { readonly personId: string },
      act: Pick<RevokeInput, 'reason' | 'actor'>,
    ): Promise<number>;
  };

  /** @throws LanyardError `not_found`, `issuer_unavailable`, `input_invalid` for an empty reason */
  recoverEscrowed(input: RecoverInput): Promise<Recovered>;

  /** The CRL in force; null before the first. @param name of one beside it: `delta`, or a partition's number */
  crl(authority: string, name?: string): Promise<PublishedCrl | null>;
  /** Signs and publishes a new CRL now. */
  publishCrl(authority: string): Promise<PublishedCrl>;
  /** @returns DER of an OCSPResponse, an error response included */
  ocsp(authority: string, request: Bytes): Promise<OcspResult>;

  /** Counts that only grow, for checkpoints: a database with less was put back from a backup. */
  growingCounts(on: Queryable): Promise<Readonly<Record<string, number>>>;
  /** After such a database was accepted: no CRL number is used again. */
  raiseCrlNumbers(tx: Tx, counts: Readonly<Record<string, number>>): Promise<void>;

  /** What jobs do at their times; each is safe to call at any time. */
  readonly chores: {
    /** Closes intents older than a minute and forgets keys that nobody fetched. @returns how many were closed */
    sweepIntents(): Promise<number>;
    /** Publishes every CRL that is due or older than its authority's last revocation. @returns ids of authorities */
    publishDueCrls(): Promise<readonly string[]>;
    /** Raises the alarm for CRLs in force that are older than they should be, once each. @returns ids of authorities */
    watchCrls(): Promise<readonly string[]>;
    /** Signs OCSP answers ahead, where that is configured. @returns how many certificates were served */
    presignOcsp(): Promise<number>;
    /** Renews OCSP responder certificates with less than 30 days left. @returns ids of authorities */
    renewResponders(): Promise<readonly string[]>;
  };
  /** Takes part in the work of the outbox: handlers and schedules. */
  work(jobs: Jobs): Promise<void>;
  readonly routes: {
    status(app: Http): void;
    /** Authorities, certificates and escrow, where an admin port is given. */
    admin(app: Http): void;
    /** On https that asks for client certificates and lets each through: RFC 7030. */
    est(app: Http): void;
    /** On plain http: RFC 8894. */
    scep(app: Http): void;
  };
}
