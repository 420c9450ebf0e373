// npm run fuzz [-- --seconds N] [-- --seed N] [-- DECODER …]: changed samples into every decoder, guided by which code
// they reach. What a decoder takes in any other way than by reading or by PkiError is kept in test/fuzz/corpus.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keep, KEPT, load } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { type Decoder, decoders } from './decoders.ts';
import { mutate } from './mutate.ts';
import { type Chance, chanceFrom } from './random.ts';
import { flawOf } from './trial.ts';

/** Inputs between two looks at the coverage, which cost as much as some of them. */
const BATCH = 100;
/** What reached new code, for the next run to go on from; not part of the sources. */
const GROWN = join(import.meta.dirname, '../../.build/fuzz');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() & 0xffff) },
  },
});
const chosen = (await decoders()).filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length === 0) throw new Error(`no such decoder: ${positionals.join(', ')}`);

interface Pool {
  readonly decoder: Decoder;
  readonly inputs: Uint8Array[];
  tried: number;
}

const coverage = new Coverage('/pure/pki/src/');
const findings = new Map<string, string>();
const chance = chanceFrom(Number(values.seed));
const pools = chosen.map((decoder): Pool => {
  const inputs = [...decoder.seeds, ...load(KEPT, decoder.name), ...load(GROWN, decoder.name)];
  return { decoder, inputs, tried: 0 };
});
for (const { decoder, inputs } of pools) for (const octets of inputs) await tryOut(decoder, octets);
coverage.learn();

const end = performance.now() + Number(values.seconds) * 1000;
while (performance.now() < end) for (const pool of pools) await round(pool);

for (const { decoder, inputs, tried } of pools) {
  console.log(`${decoder.name.padEnd(16)}${String(tried).padStart(9)} inputs, ${inputs.length} worth changing`);
}
console.log(`seed ${values.seed}: ${coverage.total} characters of code reached, ${findings.size} findings`);
for (const [finding, file] of findings) console.log(`  ${finding}\n    ${file}`);
process.exitCode = findings.size > 0 ? 1 : 0;

async function round(pool: Pool): Promise<void> {
  const batch = Array.from({ length: BATCH }, () => next(pool, chance));
  for (const octets of batch) await tryOut(pool.decoder, octets);
  pool.tried += batch.length;
  if (coverage.peek() > 0) await keepUseful(pool, batch);
}

/** Newer inputs reach further, so every second change begins at one of them. */
function next({ inputs }: Pool, from: Chance): Uint8Array {
  const recent = from.below(2) === 0 ? inputs.slice(-8) : inputs;
  const empty = new Uint8Array(0);
  return mutate(from.pick(recent) ?? empty, from, from.pick(inputs) ?? empty);
}

/** Once more, one by one, to see which of them it was. */
async function keepUseful({ decoder, inputs }: Pool, batch: readonly Uint8Array[]): Promise<void> {
  for (const octets of batch) {
    await tryOut(decoder, octets);
    if (coverage.learn() === 0) continue;
    inputs.push(octets);
    keep(GROWN, decoder.name, octets);
  }
}

async function tryOut(decoder: Decoder, octets: Uint8Array): Promise<void> {
  const flaw = await flawOf(decoder, octets);
  const finding = flaw === undefined ? undefined : `${decoder.name}: ${flaw}`;
  if (finding === undefined || findings.has(finding)) return;
  findings.set(finding, keep(KEPT, decoder.name, octets));
  console.log(finding);
}
