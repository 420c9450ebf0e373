// Activations end to end: registration, activation with three certificates, escrow, vault and confirmation, over HTTP.
import type { RequestSecrets } from '@lanyard/contract';
import { figure, perSecond, type Row } from './figure.ts';
import { manyClients, type Send } from './load.ts';
import { timed, type BenchRun } from './measure.ts';
import { serverMeter } from './processor-time.ts';
import { newPhone, requestsOfNewPeople } from './phones.ts';
import { PASSCODE, PIN } from '../e2e/support/enrolled-device.ts';
import type { Lanyard } from '../e2e/support/lanyard.ts';

const SECTION = 'Activation, end to end';
const HANDS = 4;

export async function benchActivation(run: BenchRun): Promise<Row[]> {
  const on = await run.installation.server();
  const each = run.quick ? 2 : 8;
  const { send, close } = manyClients();
  try {
    const requests = await requestsOfNewPeople(run.installation, each * (run.rounds + 1), 'activation');
    const alone: number[] = [];
    for (const request of requests.splice(0, each))
      alone.push((await timed(() => activate(on, send, request))).milliseconds);
    const rates: number[] = [];
    const cost: number[] = [];
    const meter = serverMeter(on);
    while (requests.length > 0) {
      const used = meter();
      rates.push(await roundOf(on, send, requests.splice(0, each)));
      cost.push((meter() - used) / each);
    }
    return [
      figure(SECTION, { name: 'one phone alone, registration to active', unit: 'ms', values: alone }),
      figure(SECTION, { name: 'processor time of server and PostgreSQL for each', unit: 'ms', values: cost }),
      figure(SECTION, {
        name: `${HANDS} phones at once`,
        unit: perSecond,
        values: rates,
        note: 'three certificates each; the phones share the machine with the server',
      }),
    ];
  } finally {
    close();
  }
}

async function roundOf(on: Lanyard, send: Send, requests: RequestSecrets[]): Promise<number> {
  const count = requests.length;
  const hand = async (): Promise<void> => {
    for (let request = requests.pop(); request !== undefined; request = requests.pop())
      await activate(on, send, request);
  };
  const { milliseconds } = await timed(() => Promise.all(Array.from({ length: HANDS }, hand)));
  return (count * 1_000) / milliseconds;
}

async function activate(
  on: Lanyard,
  send: Send,
  { userName, registrationPin, requestId, activationPassword }: RequestSecrets,
): Promise<void> {
  const { wallet } = await newPhone(on, send);
  await wallet.register({ userName, registrationPin: registrationPin ?? '' });
  await wallet.checkIn();
  await wallet.createPasscode({ secret: PASSCODE, repeated: PASSCODE });
  await wallet.startActivation({ requestId: requestId ?? '', password: activationPassword ?? '' });
  const { step } = await wallet.setPin({ secret: PIN, repeated: PIN });
  if (step !== 'active') throw new Error(`the activation stands at ${step}`);
}
