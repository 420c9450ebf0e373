// npm run bench [-- --quick] [-- --json FILE] [-- --markdown FILE] [-- SECTION …]: figures of this machine, each beside
// the limit that the same run finds for it.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Row } from './figure.ts';
import { benchActivation } from './activation.bench.ts';
import { benchCardLink } from './card-link.bench.ts';
import { benchCheckIn } from './check-in.bench.ts';
import { benchConvergence } from './convergence.bench.ts';
import { benchCrl } from './crl.bench.ts';
import { benchIssuance } from './issuance.bench.ts';
import { installation } from './installation.ts';
import { benchLists } from './lists.bench.ts';
import { machine } from './machine.ts';
import type { BenchRun } from './measure.ts';
import { benchOcsp } from './ocsp.bench.ts';
import { benchPath } from './path.bench.ts';
import { benchPiv } from './piv.bench.ts';
import { benchStart } from './start.bench.ts';
import { benchStoredIssuance } from './stored-issuance.bench.ts';
import { benchWorkers } from './workers.bench.ts';
import { machineLine, markdown, sectionText } from './table.ts';

type Section = (run: BenchRun) => Promise<Row[]>;

const SECTIONS: Readonly<Record<string, Section>> = {
  issuance: benchIssuance,
  workers: benchWorkers,
  path: benchPath,
  crl: benchCrl,
  'stored-issuance': benchStoredIssuance,
  ocsp: benchOcsp,
  'check-in': benchCheckIn,
  convergence: benchConvergence,
  activation: benchActivation,
  piv: benchPiv,
  'card-link': benchCardLink,
  lists: benchLists,
  start: benchStart,
};
const WATCHDOG_MINUTES = 25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' }, markdown: { type: 'string' } },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const world = installation();
const run: BenchRun = values.quick
  ? { quick: true, rounds: 2, seconds: 0.1, installation: world }
  : { quick: false, rounds: 5, seconds: 0.6, installation: world };
async function abandon(why: string): Promise<void> {
  say(why);
  await world.remove();
  process.exit(1);
}
setTimeout(
  () => void abandon(`the bench did not end within ${WATCHDOG_MINUTES} minutes`),
  WATCHDOG_MINUTES * 60_000,
).unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void abandon('interrupted'));

const about = machine();
process.stdout.write(`${machineLine(about)}\n`);
if (run.quick) process.stdout.write('A quick run: figures to see that it works, not to quote.\n');
const rows: Row[] = [];
try {
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    say(`… ${name}`);
    const found = await section(run);
    process.stdout.write(`\n${found[0]?.section ?? name}\n${sectionText(found)}`);
    rows.push(...found);
  }
} finally {
  await world.remove();
}
const loadAtEnd = machine().load;
process.stdout.write(`\nLoad at the end: ${loadAtEnd.toFixed(1)}\n`);
if (values.json)
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine: about, loadAtEnd, quick: run.quick, at: new Date().toISOString(), rows }, null, 2)}\n`,
  );
if (values.markdown) writeFileSync(values.markdown, markdown(rows));
