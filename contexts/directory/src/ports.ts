import type { ErrorCode, GroupUse, PortalAuthenticationSetting, Provider } from '@lanyard/contract';
import type { Clock, Db, Logger, MasterKey, Outbox, Queryable, RandomSource, Tx } from '@lanyard/kernel';
import type { OpenLdap } from './ldap/port.ts';

export interface DirectoryPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Carries `directory.person-ended`, `-suspended` and `-resumed`, each with `{ personId }`; `directory.setting-changed`. */
  readonly outbox: Outbox;
  /** Seals the passwords of LDAP connections; without it there can be none. */
  readonly masterKey?: MasterKey;
  readonly log?: Pick<Logger, 'warn'>;
  /** How to speak to an LDAP directory, where it is not over the network. */
  readonly openLdap?: OpenLdap;
  /** Ids of the people who have a device in one of these spaces; without it whoever administers spaces sees nobody. */
  readonly peopleIn?: (spaces: readonly string[]) => Promise<readonly string[]>;
  /** What hangs on a person, for previews. */
  readonly belongings?: (personId: string) => Promise<Belongings>;
  /** What outside the directory refers to a group: audiences of configurations. */
  readonly groupUses?: (groupId: string, on: Queryable) => Promise<readonly GroupUse[]>;
  /** Providers of derived credentials that are enabled. */
  readonly enabledProviders?: (on: Queryable) => Promise<readonly Provider[]>;
  /** Mails somebody, in the transaction of the act; without it nobody is told of approvals. */
  readonly tell?: (tx: Tx, notice: ApprovalNotice) => Promise<void>;
  /** Whether there is a provider of another vendor by this id; it is not deleted before the transaction ends. */
  readonly hasOtherProvider?: (id: string, on: Queryable) => Promise<boolean>;
  /** What smart cards would do under settings that are not in force yet; without it nobody can be told of a lock-out. */
  readonly cards?: CardsPort;
}

export interface ApprovalNotice {
  readonly personId: string;
  readonly kind: 'approval.asked' | 'approval.decided';
  readonly facts: Readonly<Record<string, string>>;
}

export interface Belongings {
  /** Registered and in use. */
  readonly devices: number;
  /** Derived credentials that are active or suspended. */
  readonly credentials: number;
}

/** Somebody's setting before a change and after it. */
export interface CardQuestion {
  readonly personId: string;
  readonly upn: string;
  readonly before: PortalAuthenticationSetting;
  readonly after: PortalAuthenticationSetting;
}

/** Why a card would be refused; null where it would open the portal. */
export interface CardJudgement {
  readonly before: ErrorCode | null;
  readonly after: ErrorCode | null;
}

export interface CardsPort {
  /**
   * Judges the card that each person proved last, without asking anybody over the network.
   * @param all every setting of all people, before and after
   * @returns in the order of the questions; null for who never proved a card
   */
  judge(
    questions: readonly CardQuestion[],
    all: {
      readonly before: readonly PortalAuthenticationSetting[];
      readonly after: readonly PortalAuthenticationSetting[];
    },
  ): Promise<readonly (CardJudgement | null)[]>;
}
