import type { GroupUse } from '@lanyard/contract';
import type { Clock, Db, Logger, MasterKey, Outbox, Queryable, RandomSource } from '@lanyard/kernel';

export interface DirectoryPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Carries `directory.person-ended`, `-suspended` and `-resumed`, each with `{ personId }`; `directory.setting-changed`. */
  readonly outbox: Outbox;
  /** Seals the passwords of LDAP connections; without it there can be none. */
  readonly masterKey?: MasterKey;
  readonly log?: Pick<Logger, 'warn'>;
  /** What hangs on a person, for previews. */
  readonly belongings?: (personId: string) => Promise<Belongings>;
  /** What outside the directory refers to a group: audiences of configurations. */
  readonly groupUses?: (groupId: string, on: Queryable) => Promise<readonly GroupUse[]>;
}

export interface Belongings {
  /** Registered and in use. */
  readonly devices: number;
  /** Derived credentials that are active or suspended. */
  readonly credentials: number;
}
