import type {
  BrandingSetting,
  ApprovalAct,
  NewAdministrator,
  RoleGrant,
  SettingValue,
  Submitted,
} from '@lanyard/contract';
import type { Actor, Clock, Db, Logger, MasterKey, Outbox, Queryable, RandomSource, Tx } from '@lanyard/kernel';
import type { Bytes, Certificate, Digest, Fetcher, MaybePromise, Verifier } from '@lanyard/pki';
import type { z } from 'zod';

/** What a sign-in needs to know of a person. */
export interface Person {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly state: 'active' | 'suspended' | 'terminated';
  readonly roles: readonly string[];
}

export interface Directory {
  personById(id: string, on?: Queryable): Promise<Person | null>;
  personByUpn(upn: string, on?: Queryable): Promise<Person | null>;
  setting<K extends SigninSetting>(personId: string, kind: K): Promise<{ readonly value: SettingValue<K> }>;
  settingsOf<K extends SigninSetting>(kind: K): Promise<readonly { readonly value: SettingValue<K> }[]>;
  /** What a person may do on the admin portal, and where. */
  grantsOf(personId: string, on?: Queryable): Promise<readonly RoleGrant[]>;
  /** Display names by id; of those who are not there none. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  hasAdministrator(on?: Queryable): Promise<boolean>;
  /** Makes a person with the role of administrator, by the console's leave. With `onlyFirst` it waits for others that do the same, and refuses once somebody is administrator. */
  addAdministrator(tx: Tx, person: NewAdministrator, by: Actor, onlyFirst: boolean): Promise<Person>;
}

/** The kinds of setting that a sign-in asks for. */
export type SigninSetting = 'portal_authentication' | 'admin_sign_in';

export interface Issuer {
  /** Whether one of our own authorities for derived credentials issued it. */
  isOwn(certificate: Certificate): MaybePromise<boolean>;
}

export interface Primaries {
  /** Takes note, in the sign-in's own transaction, that the person proved possession of this card certificate. */
  provePrimary(tx: Tx, proof: { personId: string; certificate: Bytes; at: Date }): Promise<string>;
}

/** Tells people what was done in their name. */
export interface Notices {
  send(
    tx: Tx,
    notice: { readonly personId: string; readonly kind: 'access.added'; readonly facts: { readonly way: string } },
  ): Promise<void>;
}

/** An act that a setting may bind to a second person. */
export interface ApprovedAct<I> {
  readonly act: ApprovalAct;
  readonly input: z.ZodType<I>;
  summary(input: I): string;
}

/** Does an act at once, or when a second person has approved it. */
export interface Approvals {
  on<I>(act: ApprovedAct<I>, executor: (tx: Tx, input: I, mandate: { readonly actor: Actor }) => Promise<void>): void;
  submit<I>(
    act: ApprovedAct<I>,
    submission: {
      readonly input: I;
      readonly reason: string;
      readonly by: { readonly actor: Actor; readonly personId: string };
    },
  ): Promise<Submitted>;
}

export interface SigninPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly directory: Directory;
  readonly issuer: Issuer;
  /** Without it pages show what the installation has. */
  readonly branding?: () => Promise<BrandingSetting>;
  readonly primaries: Primaries;
  readonly approvals: Approvals;
  readonly notices: Notices;
  /** The network. What may be asked, and how often, is decided here. */
  readonly fetcher: Fetcher;
  readonly verifier: Verifier;
  readonly digest: Digest;
  readonly outbox: Outbox;
  readonly log: Logger;
  readonly masterKey: MasterKey;
}

export interface SigninConfig {
  /** Addresses at which the portal answers, as browsers write an Origin: `https://portal.example`. The first is linked to. */
  readonly portalOrigins: readonly string[];
  /** Addresses of the card host; "Choose another certificate" goes to the next one. */
  readonly cardHosts: readonly string[];
  readonly walletUrl: string;
  readonly organisation: string;
  /**
   * Hosts, `name` or `name:port`, that CRLs, OCSP answers and CA certificates may be fetched from. Without it: every
   * host with a public name, on port 80.
   */
  readonly statusHosts?: readonly string[] | undefined;
  /** Seconds for which an answer is kept when its nextUpdate does not end it earlier. */
  readonly statusSeconds?: { readonly crl: number; readonly ocsp: number } | undefined;
  /** Needed for {@link Signin.routes.cardProxied} only. */
  readonly proxy?: ProxyConfig | undefined;
  readonly limits?: Partial<SigninLimits> | undefined;
}

/** A TLS proxy in front of the card host hands the certificate over in a header. */
export interface ProxyConfig {
  /** What the proxy sends in `x-lanyard-proxy-secret`; at least 32 characters. Absent where the listener itself demands mTLS of the proxy. */
  readonly secret?: string | undefined;
  /** `rfc9440`: Client-Cert and Client-Cert-Chain. `nginx`: `$ssl_client_escaped_cert` under the name given. */
  readonly format: { readonly kind: 'rfc9440' } | { readonly kind: 'nginx'; readonly header: string };
}

/** Tries a window of guessable or costly things. */
export interface SigninLimits {
  /** Certificates shown from one address, a minute. An agency may sit behind one address. */
  readonly cardsPerSource: number;
  /** Times one certificate is shown, in five minutes. */
  readonly triesPerCertificate: number;
  /** Sign-ins begun, and tickets shown, from one address, a minute. */
  readonly startsPerSource: number;
  /** One-time links of the console shown from one address, a minute: few people ever have one. */
  readonly linksPerSource: number;
  /** Passkeys asked for and shown from one address, a minute. */
  readonly passkeysPerSource: number;
}

export const defaultLimits: SigninLimits = {
  cardsPerSource: 120,
  triesPerCertificate: 20,
  startsPerSource: 120,
  linksPerSource: 10,
  passkeysPerSource: 60,
};
