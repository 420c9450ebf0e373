import type { Db } from '@lanyard/kernel';

export interface OverviewPorts {
  readonly db: Db;
}
