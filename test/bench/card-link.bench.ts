// A phone as a desktop's card: what the way over the relay adds to each command, on loopback.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Host, hostOf, SLOT } from '@lanyard/piv';
import { viewOf } from '@lanyard/pki';
import { pcscClient, type PcscClient } from '../../apps/wallet/desktop/src/reader/testing/pcsc-client.ts';
import { type Going, pairIn, phoneIn, readerIn } from '../e2e/support/desk-in-process.ts';
import { PIN } from '../e2e/support/enrolled-device.ts';
import type { Lanyard } from '../e2e/support/lanyard.ts';
import { registerDevice } from '../e2e/support/registered-device.ts';
import { figure, type Row } from './figure.ts';
import { each, type Latency } from './latency.ts';
import type { BenchRun } from './measure.ts';

const SECTION = 'A phone as the card of a desktop, over the relay on loopback';
const READER = 'Lanyard 00 00';
const NAME = 'Bench phone';
/** 5FC105, the certificate of 9A, as far as one answer goes. */
const GET_DATA = viewOf(Buffer.from('00cb3fff055c035fc10500', 'hex'));
const TRIES_LEFT = viewOf(Buffer.from('00200080', 'hex'));

export async function benchCardLink(run: BenchRun): Promise<Row[]> {
  const on = await run.installation.server();
  const user = 'ben.okafor';
  const device = await registerDevice(on, { user, name: NAME });
  const activated = await device.activate();
  if (activated.code !== 0) throw new Error(activated.said);
  await pairIn(on.folder, NAME, on.wallet);
  const times = run.quick ? 50 : 1_000;
  const beside = readerIn(on.folder, '--home', join(on.folder, `device-${NAME}`), '--socket', socketOf(on));
  const own = await measure(on, beside, times);
  await beside.stop();
  const reader = readerIn(on.folder, '--socket', socketOf(on));
  await reader.says(/Waiting for/);
  const phone = phoneIn(on.folder, NAME, 'connect', '--yes');
  await reader.says(/The card is in the reader/);
  const relayed = await measure(on, reader, times);
  await phone.stop();
  await reader.stop();
  return Object.keys(own).flatMap((name) =>
    (['p50', 'p99'] as const).map((part) =>
      figure(SECTION, {
        name: `${name}, ${part}`,
        unit: 'ms',
        values: [relayed[name]?.[part] ?? Number.NaN],
        limit: { name: 'the wallet beside the reader, no relay', values: [own[name]?.[part] ?? Number.NaN] },
      }),
    ),
  );
}

type Times = Record<string, Latency>;

async function measure(on: Lanyard, reader: Going, times: number): Promise<Times> {
  await reader.says(/The card is in the reader/);
  const client = await pcscClient(socketOf(on));
  const { card } = await client.connect(READER);
  const host = hostOver(client, card);
  await host.verify(PIN);
  const digest = viewOf(randomBytes(32));
  const found = {
    'GET DATA (the reader answers)': await each(times, () => client.transmit(card, GET_DATA)),
    'VERIFY that asks for the status': await each(times, () => client.transmit(card, TRIES_LEFT)),
    'P-256 signature': await each(times, () => host.sign(SLOT.authentication, 'ec-p256', digest)),
  };
  await client.close();
  return found;
}

const hostOver = (client: PcscClient, card: number): Host =>
  hostOf(async (octets) => (await client.transmit(card, octets)).answer);

const socketOf = (on: Lanyard): string => join(on.folder, 'bench.comm');
