import type { Clock, Db, Outbox, RandomSource } from '@lanyard/kernel';

export interface DirectoryPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Carries `directory.person-ended`, `-suspended` and `-resumed`, each with `{ personId }`; `directory.setting-changed`. */
  readonly outbox: Outbox;
}
