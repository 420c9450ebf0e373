// Issuing as it is done in life: reserved, intended, signed, stored and audited, each commit on the disk.
import { randomUUID } from 'node:crypto';
import { generateKeyPair } from '@lanyard/crypto';
import { executeSql } from '@lanyard/kernel';
import { nameFrom } from '@lanyard/pki';
import { figure, perCoreSecond, perSecond, type Row } from './figure.ts';
import { throughput } from './load.ts';
import type { BenchRun } from './measure.ts';
import { serverMeter } from './processor-time.ts';

const SECTION = 'Issuing with the database';
const HANDS = 8;
/** reserve, intent, record */
const COMMITS = 3;
const NAME = nameFrom([
  { type: 'O', value: 'Harbor Agency' },
  { type: 'CN', value: 'Ada Vega' },
]);

export async function benchStoredIssuance(run: BenchRun): Promise<Row[]> {
  return run.installation.within(async ({ issuer, db, directory }) => {
    const person = await directory.personByUserName('ada.vega');
    if (!person) throw new Error('the demo agency is missing');
    const issue = () =>
      issuer.issue({
        authority: 'derived',
        profile: 'signature',
        reference: `bench/${randomUUID()}`,
        subject: NAME,
        email: person.email,
        spki: generateKeyPair('ec-p256').spki,
        notAfter: new Date(Date.now() + 300 * 86_400_000),
        policies: ['2.16.840.1.101.3.2.1.48.9'],
        holder: { personId: person.id },
      });
    await executeSql(db.pool, 'create table public.bench (id uuid primary key, octets bytea not null)');
    const octets = Buffer.alloc(1_000, 1);
    const commit = () =>
      db.tx((tx) => executeSql(tx, 'insert into public.bench values ($1, $2)', [randomUUID(), octets]));
    const postgres = serverMeter(await run.installation.server());
    const own = () => (process.cpuUsage().user + process.cpuUsage().system) / 1_000;
    const load = { hands: HANDS, rounds: run.rounds, seconds: run.seconds, meter: () => own() + postgres() };
    const issued = await throughput(issue, load);
    const committed = await throughput(commit, load);
    const limit = (of: keyof typeof committed) => ({
      name: `${COMMITS} commits of a row of 1 kB`,
      values: committed[of].map((rate) => rate / COMMITS),
    });
    await executeSql(db.pool, 'drop table public.bench');
    return [
      figure(SECTION, {
        name: `ec-p256, ${HANDS} at once`,
        unit: perSecond,
        values: issued.rates,
        limit: limit('rates'),
      }),
      figure(SECTION, {
        name: `ec-p256, ${HANDS} at once, of issuer and PostgreSQL`,
        unit: perCoreSecond,
        values: issued.perCore,
        limit: limit('perCore'),
      }),
    ];
  });
}
