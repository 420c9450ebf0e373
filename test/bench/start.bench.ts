// From the command to "Lanyard runs": on an empty folder, and on one that has its data.
import { lanyard } from '../e2e/support/lanyard.ts';
import { figure, type Row } from './figure.ts';
import { timed, type BenchRun } from './measure.ts';

const SECTION = 'Start';

export async function benchStart(run: BenchRun): Promise<Row[]> {
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let round = 0; round < (run.quick ? 1 : 3); round++) {
    const on = await lanyard({ LANYARD_LOG: 'warn' });
    try {
      cold.push((await timed(() => on.start())).milliseconds);
      await on.stop();
      warm.push((await timed(() => on.start())).milliseconds);
    } finally {
      await on.remove();
    }
  }
  return [
    figure(SECTION, { name: 'cold: PostgreSQL made, migrated, demo agency made', unit: 'ms', values: cold }),
    figure(SECTION, { name: 'warm', unit: 'ms', values: warm }),
  ];
}
