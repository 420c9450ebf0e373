import type { Clock, Db } from '@lanyard/kernel';

export interface OverviewPorts {
  readonly db: Db;
  readonly clock: Clock;
}
