// Check-ins over HTTP, each with a proof of the device key: unchanged (304) and in full, and the queries each costs.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { desiredState } from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import { createDeviceApi, type DeviceApi } from '../../apps/wallet/core/src/device-api.ts';
import { figure, perCoreSecond, perSecond, type Row } from './figure.ts';
import { manyClients, throughput, type Send, type Throughput } from './load.ts';
import { inTurn, type BenchRun } from './measure.ts';
import { serverMeter } from './processor-time.ts';
import { newPhone, random, requestsOfNewPeople } from './phones.ts';

const SECTION = 'Check-in';
const HANDS = 8;
const COUNTED = 200;

export async function benchCheckIn(run: BenchRun): Promise<Row[]> {
  const on = await run.installation.server();
  const { send, close } = manyClients();
  try {
    const devices = inTurn(await registered(run, send));
    const unchanged = () => {
      const { api, generation } = devices();
      return api.callIfChanged({
        method: 'GET',
        path: '/device/check-in',
        answer: desiredState,
        ifNoneMatch: generation,
      });
    };
    const full = () => devices().api.call({ method: 'GET', path: '/device/check-in', answer: desiredState });
    const load = { hands: HANDS, rounds: run.rounds, seconds: run.seconds, meter: serverMeter(on) };
    const plain = await throughput(() => send({ method: 'GET', url: `${on.wallet}/device/server` }), load);
    const limit = { name: 'an answer without proof, token or database', values: plain.perCore };
    const rows = (name: string, { rates, perCore }: Throughput): Row[] => [
      figure(SECTION, { name, unit: perSecond, values: rates }),
      figure(SECTION, { name: `${name}, of server and PostgreSQL`, unit: perCoreSecond, values: perCore, limit }),
    ];
    return [
      ...rows('nothing changed (304)', await throughput(unchanged, load)),
      ...rows('in full (200)', await throughput(full, load)),
      figure(SECTION, { name: 'nothing changed', unit: 'queries each', values: [await queriesOf(run, unchanged)] }),
      figure(SECTION, {
        name: 'in full',
        unit: 'queries each',
        values: [await queriesOf(run, full)],
        note: 'as PostgreSQL logged them; the phones, which sign a proof for each, share the machine with the server',
      }),
    ];
  } finally {
    close();
  }
}

interface Registered {
  readonly api: DeviceApi;
  readonly generation: string;
}

async function registered(run: BenchRun, send: Send): Promise<Registered[]> {
  const on = await run.installation.server();
  const devices: Registered[] = [];
  for (const { userName, registrationPin } of await requestsOfNewPeople(run.installation, HANDS, 'check-in')) {
    const { wallet, keys, http } = await newPhone(on, send);
    const { deviceId } = await wallet.register({ userName, registrationPin: registrationPin ?? '' });
    const api = createDeviceApi({ http, keys, clock: Date.now, random, serverUrl: on.wallet });
    api.useDevice(deviceId);
    devices.push({ api, generation: (await wallet.checkIn()).generation });
  }
  return devices;
}

/** Has PostgreSQL log every statement of the server for a moment, and counts. */
async function queriesOf({ installation }: BenchRun, work: () => Promise<unknown>): Promise<number> {
  const log = join((await installation.server()).data, 'pg', 'server.log');
  const set = (statement: string) =>
    installation.within(async ({ db }) => {
      for (const text of [statement, "alter system set log_line_prefix = '%a '", 'select pg_reload_conf()'])
        await executeSql(db.pool, text);
    });
  await set("alter system set log_statement = 'all'");
  for (let n = 0; n < HANDS; n++) await work(); // the reload is known to every connection now
  const from = statSync(log).size;
  for (let n = 0; n < COUNTED; n++) await work();
  const lines = readFileSync(log).subarray(from).toString('utf8').split('\n');
  await set('alter system reset log_statement');
  return lines.filter((line) => /^lanyard LOG: {2}(execute|statement)/.test(line)).length / COUNTED;
}
