// npm run fuzz [-- --seconds N] [-- --seed N] [-- DECODER …]: changed samples into every decoder, guided by which code
// they reach. What a decoder takes in any other way than by reading or by PkiError is kept in test/fuzz/corpus.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keep, KEPT, load } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { decoders } from './decoders.ts';
import { Hunt, type Hunter } from './hunt.ts';
import { chanceFrom } from './random.ts';

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

const findings = new Set<string>();
const hunter: Hunter = {
  coverage: new Coverage('/pure/'),
  chance: chanceFrom(Number(values.seed)),
  useful: (decoder, octets) => void keep(GROWN, decoder, octets),
  flaw: (decoder, octets, what) => {
    const finding = `${decoder}: ${what}`;
    if (findings.has(finding)) return;
    findings.add(finding);
    console.log(`${finding}\n  ${keep(KEPT, decoder, octets)}`);
  },
};

const hunts: Hunt[] = [];
for (const decoder of chosen) {
  hunts.push(await Hunt.begin(decoder, [...load(KEPT, decoder.name), ...load(GROWN, decoder.name)], hunter));
}
const end = performance.now() + Number(values.seconds) * 1000;
while (performance.now() < end) for (const hunt of hunts) await hunt.round();

for (const { summary } of hunts) console.log(summary);
console.log(`seed ${values.seed}: ${findings.size} findings`);
process.exitCode = findings.size > 0 ? 1 : 0;
