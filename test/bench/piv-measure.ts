// What a program has of a card behind a socket: `piv-measure.ts SOCKET TIMES`, JSON to standard output.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { hostOf, SLOT } from '@lanyard/piv';
import { viewOf } from '@lanyard/pki';
import { COMMAND } from '../../apps/wallet/desktop/src/reader/pcsc-codes.ts';
import { pcscClient } from '../../apps/wallet/desktop/src/reader/testing/pcsc-client.ts';
import { CKO } from '../../base/pkcs11/src/constants.ts';
import { connect } from '../../base/pkcs11/src/connection.ts';
import { loadCryptoki } from '../../base/pkcs11/src/cryptoki.ts';
import { findObjects } from '../../base/pkcs11/src/keys.ts';
import { signMessage } from '../../base/pkcs11/src/sign-message.ts';
import { PIN } from '../../pure/piv/src/testing/software-card.ts';
import { MODULE } from '../conformance/piv-card.ts';
import { each, GET_DATA, type Latency } from './latency.ts';

export interface Measured {
  readonly getData: Latency;
  readonly signature: Latency;
  /** Through OpenSC's module, one after another. */
  readonly pkcs11: Latency;
  /** Milliseconds of `pkcs11-tool -L`, from its start to its end. */
  readonly listing: readonly number[];
}

const PRESENT = 4;
const ROW = 184;

async function measure(socket: string, times: number): Promise<Measured> {
  const client = await pcscClient(socket);
  const table = await client.ask(COMMAND.readersState);
  const readers = Array.from({ length: 16 }, (_, row) => row * ROW);
  const place = readers.find((at) => (table.get(at + 132) & PRESENT) !== 0) ?? 0;
  const { card } = await client.connect(table.text(place, 128));
  const host = hostOf(async (octets) => (await client.transmit(card, octets)).answer);
  await host.select();
  await host.verify(PIN);
  const digest = viewOf(randomBytes(32));
  const getData = await each(times, () => client.transmit(card, GET_DATA));
  const signature = await each(times, () => host.sign(SLOT.authentication, 'ec-p256', digest));
  await client.close();
  return { getData, signature, pkcs11: await throughPkcs11(times), listing: listings() };
}

async function throughPkcs11(times: number): Promise<Latency> {
  const cryptoki = loadCryptoki(MODULE);
  const token = await connect(cryptoki, 'Ada Vega 9a', PIN);
  const taken = await token.withSession(async (session) => {
    const [handle = 0] = await findObjects(cryptoki, session, CKO.privateKey, 'PIV AUTH key');
    const message = viewOf(randomBytes(100));
    return each(times, () => signMessage(cryptoki, session, { handle, kind: 'ec-p256' }, message));
  });
  await token.close();
  return taken;
}

function listings(): number[] {
  return Array.from({ length: 5 }, () => {
    const begin = performance.now();
    const { status } = spawnSync('pkcs11-tool', ['--module', MODULE, '-L']);
    if (status !== 0) throw new Error('pkcs11-tool -L failed');
    return performance.now() - begin;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [socket = '', times = '100'] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(await measure(socket, Number(times)))}\n`);
  process.exit(0);
}
