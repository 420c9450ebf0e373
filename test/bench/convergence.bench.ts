// Two administrators at work while devices check in: how long until every device is as a fresh one.
import { freshDatabase } from '@lanyard/kernel/testing';
import { converge } from '../convergence/converge.ts';
import { openSite } from '../convergence/site.ts';
import { figure, perSecond, type Row } from './figure.ts';
import type { BenchRun } from './measure.ts';

const SECTION = 'Convergence';
const CHANGES = 200;

/** Devices, administrators, server and database share the machine; a device that ends otherwise than a fresh one throws. */
export async function benchConvergence({ quick }: BenchRun): Promise<Row[]> {
  const devices = quick ? 100 : 1_000;
  const database = await freshDatabase();
  const site = await openSite(database);
  try {
    const { checkIns, seconds } = await converge(site, { devices, changes: CHANGES });
    const name = `${devices} devices, ${CHANGES} changes by two administrators`;
    return [
      figure(SECTION, { name: `${name}, until all are as a fresh one`, unit: 's', values: [seconds] }),
      figure(SECTION, {
        name: 'check-ins meanwhile, proofs and applying included',
        unit: perSecond,
        values: [checkIns / seconds],
      }),
    ];
  } finally {
    await site[Symbol.asyncDispose]();
    await database.drop();
  }
}
