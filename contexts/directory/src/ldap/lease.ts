import { minutes, type Tx } from '@lanyard/kernel';
import { lockLease, takeLease } from '../pg/ldap-connections.ts';
import type { DirectoryPorts } from '../ports.ts';

/** A process that died holds a directory no longer than this. */
const LEASE = minutes(5);

/** Another process reads the directory now, and what this one found is nobody's. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/** What a process reads a directory under: one at a time has it. */
export interface Lease {
  /** @throws LeaseLost */
  renew(): Promise<void>;
  /** Keeps it until the commit, before any intake is locked. @throws LeaseLost */
  lock(tx: Tx): Promise<void>;
}

/** @returns null while another process has it */
export async function leaseOf(
  { clock, db }: Pick<DirectoryPorts, 'clock' | 'db'>,
  connectionId: string,
  token: string,
): Promise<Lease | null> {
  const take = () => {
    const now = clock.now();
    return takeLease(db.pool, connectionId, token, new Date(now.getTime() + LEASE), now);
  };
  if (!(await take())) return null;
  return {
    async renew() {
      if (!(await take())) throw new LeaseLost();
    },
    async lock(tx) {
      if (!(await lockLease(tx, connectionId, token))) throw new LeaseLost();
    },
  };
}
