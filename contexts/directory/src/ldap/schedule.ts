import type { Actor } from '@lanyard/kernel';
import { takeDue } from '../pg/ldap-connections.ts';
import type { DirectoryPorts } from '../ports.ts';
import { beginRun } from './sync.ts';

/** Begins a run of every connection whose time has come. */
export async function beginDueRuns(ports: DirectoryPorts): Promise<void> {
  const { clock, db } = ports;
  await db.tx(async (tx) => {
    const now = clock.now();
    for (const row of await takeDue(tx, now)) {
      const by: Actor = { kind: 'system', part: `ldap ${row.connection.name}` };
      if (row.busy_until === null || row.busy_until <= now) await beginRun(ports, tx, row, 'sync', by);
    }
  });
}
