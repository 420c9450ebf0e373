import type { ApprovalAct, KeyType, ListedPerson, Submitted } from '@lanyard/contract';
import type { Actor, Clock, Db, FaultPoint, Logger, MasterKey, Outbox, RandomSource, Tx } from '@lanyard/kernel';
import type { Bytes, Digest, MaybePromise, RsaTransport, Signer, Verifier } from '@lanyard/pki';
import type { z } from 'zod';

/** Makes and opens software keys. */
export interface Keys {
  generate(type: KeyType): MaybePromise<{ readonly pkcs8: Bytes; readonly spki: Bytes }>;
  signer(pkcs8: Bytes): Signer;
}

/** Keys in a PKCS #11 token: made there, and never out of it. */
export interface TokenKeys {
  /** Whether the keys of a line are made in the token, when they are made. */
  holds(line: string): boolean;
  /** @returns SubjectPublicKeyInfo */
  generate(type: KeyType, label: string): Promise<Bytes>;
  signer(label: string, spki: Bytes): Signer;
  /** Throws when the key cannot be used at this moment. */
  ready(label: string, spki: Bytes): Promise<void>;
  destroy(label: string): Promise<void>;
}

/** Opens what was escrowed. Only the recovery use case holds it. */
export interface Decryptor {
  /**
   * @param recoveryKey id of the recovery key that the CMS message was encrypted to
   * @throws anything: the use case turns it into a refusal
   */
  decrypt(recoveryKey: string, cms: Bytes): Promise<Bytes>;
}

/** An act that a setting may bind to a second person. */
export interface ApprovedAct<I> {
  readonly act: ApprovalAct;
  readonly input: z.ZodType<I>;
  summary(input: I): string;
}

/** What the admin interface needs of others. */
export interface AdminPort {
  readonly approvals: {
    on<I>(act: ApprovedAct<I>, executor: (tx: Tx, input: I, mandate: { readonly actor: Actor }) => Promise<void>): void;
    submit<I>(
      act: ApprovedAct<I>,
      submission: {
        readonly input: I;
        readonly reason: string;
        readonly by: { readonly actor: Actor; readonly personId: string };
      },
    ): Promise<Submitted>;
  };
  person(id: string): Promise<ListedPerson | null>;
  /** Whether a credential is on a device of one of these spaces. */
  seesCredential(credentialId: string, spaces: readonly string[]): Promise<boolean>;
  /** Tells a person that a key of theirs was recovered, in the transaction of the act. */
  tellRecovered(tx: Tx, personId: string, reason: string): Promise<void>;
}

export interface IssuerPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly digest: Digest;
  readonly verifier: Verifier;
  readonly keys: Keys;
  /** Absent: no token is configured. */
  readonly tokenKeys?: TokenKeys | undefined;
  readonly masterKey: MasterKey;
  readonly outbox: Outbox;
  readonly log: Logger;
  readonly fault: FaultPoint;
  /** Where the recovery keys are kept elsewhere; by default they are sealed under the master key. */
  readonly decryptor?: Decryptor | undefined;
  /** Opens and makes RSA PKCS#1 v1.5 key transport; without it nothing speaks SCEP. */
  readonly rsaTransport?: ((pkcs8: Bytes) => RsaTransport) | undefined;
  /** Whether a person may get certificates at the moment; without it everybody may. */
  readonly mayEnrol?: ((personId: string) => MaybePromise<boolean>) | undefined;
  /** Without it nothing is served to administrators. */
  readonly admin?: AdminPort | undefined;
  /** True while the database is older than its last checkpoint: then nothing is signed. */
  readonly frozen?: (() => MaybePromise<boolean>) | undefined;
}

export interface IssuerConfig {
  /** Public base of CRL, OCSP and CA certificates, plain http without a slash at the end: `http://localhost:8088`. */
  readonly statusUrl: string;
  /** Hours between two scheduled CRLs: at most 18 (FPKI CP §4.9.7). 12 by default. */
  readonly crlEveryHours?: number | undefined;
  /** Hours from a CRL's thisUpdate to its nextUpdate: at most 48. 36 by default. */
  readonly crlValidHours?: number | undefined;
  /** Seconds in which revocations gather into one CRL; 30 by default. */
  readonly crlCoalesceSeconds?: number | undefined;
  /** Minutes from an OCSP answer's thisUpdate to its nextUpdate; 15 by default. */
  readonly ocspValidMinutes?: number | undefined;
  /**
   * Hours from thisUpdate to nextUpdate of OCSP answers signed ahead; 0, none, by default, 24 at most. They are signed
   * again after half of it, and are gone the moment that a status changes.
   */
  readonly ocspPresignHours?: number | undefined;
  /** A delta CRL beside the full one, at `/crl/<authority>.delta.crl`; false by default. */
  readonly crlDelta?: boolean | undefined;
  /** So many partitions beside the full CRL, at `/crl/<authority>/<n>.crl`; 0, none, by default, 64 at most. */
  readonly crlPartitions?: number | undefined;
  /** Whose certificates EST gives where a path names no authority; `derived` by default. */
  readonly estAuthority?: string | undefined;
}
