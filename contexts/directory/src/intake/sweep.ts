import { days, hours } from '@lanyard/kernel';
import { sweepIntakes } from '../pg/intakes.ts';
import type { DirectoryPorts } from '../ports.ts';

/** Lines hold personal data, and serve nobody a month after they were applied or discarded. */
const KEPT = days(30);
const UPLOAD = hours(1);

/** Forgets the lines of old intakes, and ends uploads that broke off. */
export async function sweepOldIntakes({ clock, db }: DirectoryPorts): Promise<void> {
  const now = clock.now();
  const [old, broken] = [new Date(now.getTime() - KEPT), new Date(now.getTime() - UPLOAD)];
  for (let more = true; more;) more = await sweepIntakes(db.pool, old, broken, now);
}
