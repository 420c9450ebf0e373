import type {
  ApprovalAct,
  ApprovalsSetting,
  BulkArea,
  CardContentsInput,
  KeyType,
  Platform,
  PublicJwk,
  RevocationReason,
  SettingKind,
  SettingValue,
  Submitted,
} from '@lanyard/contract';
import type { Actor, Clock, Db, FaultPoint, Guard, Logger, Outbox, Queryable, RandomSource, Tx } from '@lanyard/kernel';
import type { Bytes, Name, Verifier } from '@lanyard/pki';
import type { z } from 'zod';

/** A request as a guard sees it. */
export type HttpRequest = Parameters<Guard>[0];

export interface DirectoryPerson {
  readonly id: string;
  readonly userName: string;
  readonly upn: string;
  readonly email: string;
  readonly displayName: string;
  readonly state: 'active' | 'suspended' | 'terminated';
}

/** People and the settings that hold for them. */
export interface DirectoryPort {
  personById(id: string, on?: Queryable): Promise<DirectoryPerson | null>;
  setting<K extends SettingKind>(
    personId: string,
    kind: K,
    on?: Queryable,
  ): Promise<{ readonly value: SettingValue<K> }>;
  /** Every value in force for anybody, with its name. */
  settingsOf<K extends SettingKind>(
    kind: K,
    on?: Queryable,
  ): Promise<readonly { readonly value: SettingValue<K>; readonly from: string }[]>;
}

/** An act that a setting may bind to a second person. */
export interface ApprovedAct<I> {
  readonly act: ApprovalAct;
  readonly input: z.ZodType<I>;
  summary(input: I): string;
  needed(setting: ApprovalsSetting, input: I): boolean;
}

export type ApprovedExecutor<I> = (tx: Tx, input: I, mandate: { readonly actor: Actor }) => Promise<void>;

/** Does an act at once, or when a second person has approved it. */
export interface ApprovalsPort {
  on<I>(act: ApprovedAct<I>, executor: ApprovedExecutor<I>): void;
  /** Whether it would wait for a second person. */
  needs<I>(act: ApprovedAct<I>, input: I): Promise<boolean>;
  /** Takes one of the times an hour that somebody does a part of it alone. @throws LanyardError `approval_alone_spent` */
  alone(on: Queryable, act: 'credentials.mass-revocation', by: Actor): Promise<void>;
  submit<I>(
    act: ApprovedAct<I>,
    submission: {
      readonly input: I;
      readonly reason: string;
      readonly by: { readonly actor: Actor; readonly personId: string };
    },
  ): Promise<Submitted>;
}

/** One of the objects that an administrator chose, as its list has it. */
export interface ChosenObject {
  readonly id: string;
  readonly state: string;
}

/**
 * What of a list is chosen: by ids, or by the list's own filter. Those that the caller may not see are left out.
 * @param limits `spaces`: null for all; one more than `most` says that there are more
 */
export type ChosenPort = (
  area: BulkArea,
  choice: { readonly ids: readonly string[] } | { readonly filter: Readonly<Record<string, string>> },
  limits: { readonly spaces: readonly string[] | null; readonly most: number },
) => Promise<readonly ChosenObject[]>;

export interface FleetDevice {
  readonly id: string;
  readonly personId: string;
  readonly state: 'active' | 'lost' | 'retired';
  readonly name: string;
  readonly platform: Platform;
  readonly osVersion: string;
  readonly agreementKey: PublicJwk;
  readonly registeredAt: Date;
  readonly lastCheckInAt: Date | null;
}

/** Devices, and the registration PIN that goes with a request. */
export interface FleetPort {
  issueRegistrationPin(
    tx: Tx,
    input: { personId: string; requestId: string | null; length: number; expiresAt: Date },
  ): Promise<string>;
  cancelRegistrationPin(tx: Tx, requestId: string): Promise<void>;
  /** Ends every open PIN of a person. @returns how many there were */
  cancelRegistrationPinsOf(tx: Tx, personId: string): Promise<number>;
  device(id: string, on?: Queryable): Promise<FleetDevice | null>;
  devicesOf(personId: string, on?: Queryable): Promise<readonly FleetDevice[]>;
  registrationFor(
    requestId: string,
    on?: Queryable,
  ): Promise<{ readonly deviceId: string; readonly name: string } | null>;
  markLost(tx: Tx, deviceId: string): Promise<boolean>;
  retire(tx: Tx, deviceId: string): Promise<boolean>;
  touch(tx: Tx, target: { readonly personId: string } | { readonly deviceId: string }): Promise<void>;
  allowNewVault(tx: Tx, deviceId: string): Promise<void>;
  /** Does a changing call of a device once; its repetition gets the same answer. */
  onceOnly<T>(request: HttpRequest, work: () => Promise<T>): Promise<T>;
}

export interface CertificateOrder {
  readonly authority: string;
  readonly profile: 'derived-authentication' | 'signature' | 'key-management';
  /** One reference never yields two certificates. */
  readonly reference: string;
  readonly subject: Name;
  readonly upn?: string | undefined;
  readonly email?: string | undefined;
  readonly notAfter: Date;
  readonly policies: readonly string[];
  readonly holder: { readonly personId: string; readonly deviceId: string; readonly credentialId: string };
  readonly correlationId: string;
}

export interface IssuedCertificate {
  readonly certificate: Bytes;
  readonly chain: readonly Bytes[];
  readonly serial: string;
  readonly sha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

type Target = { readonly credentialId: string } | { readonly sha256: string };

/** The built-in certificate authority. */
export interface IssuerPort {
  issue(order: CertificateOrder & { readonly spki: Bytes }): Promise<IssuedCertificate>;
  /** The key is escrowed before its certificate exists. */
  issueWithEscrow(order: CertificateOrder, keyType: KeyType): Promise<IssuedCertificate & { readonly pkcs8: Bytes }>;
  /** The device's copy is kept elsewhere now. */
  keyDelivered(tx: Tx, reference: string): Promise<void>;
  revoke(tx: Tx, target: Target & { readonly reason: Exclude<RevocationReason, 'certificateHold'> }): Promise<unknown>;
  suspend(tx: Tx, target: Target): Promise<unknown>;
  resume(tx: Tx, target: Target): Promise<unknown>;
}

/** Vouches for the data that a credential shows as a PIV card. */
export interface CardContentPort {
  /** @param certificate of authentication, DER */
  sign(certificate: Bytes, card: CardContentsInput): Promise<SignedCardContent>;
}

export interface SignedCardContent {
  readonly chuid: Bytes;
  readonly securityObject: Bytes;
  /** The certificate of the key that the card has for PIV secure messaging, and the container of whoever signed it. */
  readonly secureMessaging?: { readonly certificate: Bytes; readonly signer: Bytes };
}

/** Tells the person, in the transaction of the act. */
export interface NoticesPort {
  send(
    tx: Tx,
    notice: {
      readonly personId: string;
      readonly kind: 'credential.bound' | 'credential.ended' | 'credential.review' | 'device.lost';
      readonly facts: Readonly<Record<string, unknown>>;
    },
  ): Promise<void>;
}

export type PrimaryStatus = 'good' | 'revoked' | 'on_hold' | 'expired' | 'unknown';

export interface CredentialsPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly verifier: Verifier;
  readonly outbox: Outbox;
  readonly directory: DirectoryPort;
  readonly fleet: FleetPort;
  readonly issuer: IssuerPort;
  readonly cardContent: CardContentPort;
  readonly notices: NoticesPort;
  readonly approvals: ApprovalsPort;
  readonly chosen: ChosenPort;
  /** Asks the card's issuer. Never inside a transaction. */
  readonly primaryStatus: (certificate: Bytes) => Promise<PrimaryStatus>;
  readonly log: Logger;
  readonly fault: FaultPoint;
}

export interface CredentialsConfig {
  /** Origin of the wallet, without a slash at its end: where the QR code leads. */
  readonly walletUrl: string;
  /** The authority that signs derived credentials; `derived` by default. */
  readonly authority?: string;
}

/** What every use case is handed. */
export interface CredentialsParts extends CredentialsPorts {
  readonly config: CredentialsConfig;
}
