import { sha256 } from '@noble/hashes/sha2.js';
import { base64url } from 'jose';
import {
  type FromWalletNearby,
  type PairingConsent,
  pairingConsent,
  pushInput,
  relayTicketInput,
  type RelayTicketInput,
} from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import type { DeviceApi, DeviceCall } from '../../device-api.ts';
import { problemOf, WalletError } from '../../errors.ts';
import { activated, randomBytes } from '../../testing/bench.ts';
import { walletCard } from '../../card/wallet-card.ts';
import { webKeyOperations } from '../../card/web-key-operations.ts';
import type { Carrier } from '../carrier.ts';
import { openChannel } from '../channel.ts';
import { connectAtDesktop } from '../connect.ts';
import { desktopCard, type DesktopCard } from '../desktop-card.ts';
import { desktopRecords } from '../desktop-record.ts';
import { createDesktops, type Desktops } from '../desktops.ts';
import { createInbox } from '../inbox.ts';
import { makeNoiseKeys, type NoiseKeys } from '../noise.ts';
import { pairAtDesktop } from '../pair.ts';
import type { RemoteCard } from '../remote-card.ts';
import type { OpenSocket, Socket } from '../socket.ts';
import type { PushPort } from '../push-port.ts';
import type { Bluetooth } from '../nearby/bluetooth.ts';
import { bluetoothDouble } from './bluetooth-double.ts';
import { carrierPair } from './carrier-pair.ts';
import { manualAfter } from './manual-after.ts';

const DEVICE = '5e2b0a3f-4a55-4c55-9d2b-1f0d6f6a2c11';

/** A desktop that runs `lanyard reader`, as far as the phone can tell. */
export interface DesktopDouble {
  readonly readerId: string;
  readonly name: string;
  keys: NoiseKeys;
  online: boolean;
  pinned: Bytes | undefined;
  /** What is typed for the code that it computes itself is not known to it: this is what its holder types. */
  type: (code: string) => string;
  readonly numbers: string[];
  readonly card: DesktopCard;
  inserted: RemoteCard | undefined;
  /** How the last connection ended. */
  ended: string | undefined;
  /** Where the present connection runs: to be cut. */
  way: Carrier | undefined;
}

/** A phone with a credential, and desktops that it meets over a relay in memory. */
export async function relayBench() {
  const bench = await activated();
  const time = manualAfter();
  const now = Date.parse('2026-11-22T12:00:00Z');
  const doubles = new Map<string, DesktopDouble>();
  const paired = new Set<string>();
  const refusals: { code: string | undefined } = { code: undefined };
  const tickets: RelayTicketInput[] = [];
  const asked: string[] = [];
  const consents: PairingConsent[] = [];
  let shown = '';

  const refuse = (code: string, status = 404): never => {
    throw problemOf(status, JSON.stringify({ code }));
  };
  const push: { allowed: boolean; mayWake: string | null } = { allowed: true, mayWake: null };
  const answerPush = ({ method, body }: DeviceCall<unknown>): unknown => {
    if (method === 'GET') return { allowed: push.allowed, applicationServerKey: 'key' };
    push.mayWake = method === 'DELETE' ? null : pushInput.parse(body).readerId;
    return undefined;
  };
  const answer = (call: DeviceCall<unknown>): unknown => {
    asked.push(`${call.method} ${call.path.replace(/[\w-]{43}/, 'X')}`);
    if (refusals.code === 'offline') throw new WalletError('offline');
    if (refusals.code !== undefined) refuse(refusals.code);
    if (call.path === '/device/push') return answerPush(call);
    if (call.path === '/device/desktops' && call.method === 'POST') {
      const consent = pairingConsent.parse(call.body);
      consents.push(consent);
      const readerId = doubles.has(consent.key) ? consent.key : readerIdOf(consent.key);
      paired.add(readerId);
      return { readerId };
    }
    if (call.path === '/device/desktops') return { desktops: [...paired].map((id) => rowOf(double(id))) };
    if (call.path === '/device/desktops/find')
      return {
        desktops: [...doubles.values()]
          .filter(({ online }) => online)
          .map(({ readerId, name }) => ({ readerId, name, waitsUntil: new Date(now).toISOString() })),
      };
    if (call.method === 'DELETE')
      return paired.delete(call.path.split('/').at(-1) ?? '') || refuse('desktop_not_paired');
    const to = relayTicketInput.parse(call.body);
    if (to.purpose === 'connect' && !paired.has(to.readerId)) refuse('desktop_not_paired');
    if (!double(to.readerId).online) refuse('desktop_away', 503);
    tickets.push(to);
    return { ticket: String(tickets.length), expiresIn: 30 };
  };
  const double = (readerId: string): DesktopDouble => doubles.get(readerId) ?? refuse('desktop_not_waiting');
  const api: DeviceApi = {
    // The double answers what the schema of the call says.
    call: async <T>(call: DeviceCall<T>) => (call.answer?.parse(answer(call)) ?? answer(call)) as T,
    callIfChanged: () => Promise.reject(new Error('not here')),
    open: () => Promise.reject(new Error('not here')),
    useToken: () => undefined,
    useDevice: () => undefined,
  };
  const openSocket: OpenSocket = async () => {
    const [phone, desktop] = carrierPair();
    const toWallet = createInbox<string | Bytes>();
    const forward = async (): Promise<void> => {
      for (let message = await phone.receive(); message !== undefined; message = await phone.receive())
        toWallet.put(message);
      toWallet.end();
    };
    const socket: Socket = {
      next: toWallet.next,
      close: () => (phone.close(), toWallet.end()),
      send: (message) => {
        if (typeof message !== 'string') return phone.send(message);
        const to = tickets[Number((JSON.parse(message) as { ticket: string }).ticket) - 1];
        if (to === undefined) throw new Error('no such ticket');
        toWallet.put(JSON.stringify({ type: 'open' }));
        void forward();
        meet(to, desktop).catch(() => desktop.close());
      },
    };
    return socket;
  };
  const meet = async (
    { purpose, readerId }: Pick<RelayTicketInput, 'purpose' | 'readerId'>,
    way: Carrier,
    near = false,
  ): Promise<void> => {
    const desk = double(readerId);
    const pinned =
      desk.pinned === undefined || purpose === 'pair'
        ? {}
        : { pinned: { key: desk.pinned, otherwise: 'phone_key_changed' as const } };
    const names = {
      initiator: false,
      own: desk.keys,
      purpose,
      readerId,
      deviceId: DEVICE,
      random: randomBytes,
      ...pinned,
    };
    const channel = await openChannel(way, names);
    if (purpose === 'connect') {
      const talk = await connectAtDesktop(channel, {
        random: randomBytes,
        show: (number) => void (near || desk.numbers.push(number)),
      });
      desk.way = way;
      return void desk.card.attach(talk).then((how) => (desk.ended = how));
    }
    await pairAtDesktop(channel, {
      random: randomBytes,
      // The holder looks at the phone and types what it shows.
      ask: async () => {
        for (let i = 0; i < 1_000 && shown === ''; i++) await new Promise<void>((turn) => void setTimeout(turn, 0));
        return desk.type(shown);
      },
      register: async (byPhone) => {
        // A desktop near by has no network: the phone tells the server.
        if (near) await byPhone({ key: readerId, name: desk.name, at: new Date(now).toISOString(), signature: 'AAAA' });
        else paired.add(readerId);
      },
      keep: async (key) => void (desk.pinned = key),
    }).finally(() => channel.close());
  };
  const bluetooth = bluetoothDouble({
    desktops: () => [...doubles.values()],
    meet: ({ readerId }, { purpose }: FromWalletNearby, way) => meet({ purpose, readerId }, way, true),
  });
  const addDesktop = (name: string): DesktopDouble => {
    const readerId = `${name}${'-'.repeat(43)}`.slice(0, 43);
    const desk: DesktopDouble = {
      readerId,
      name,
      keys: makeNoiseKeys(randomBytes),
      online: true,
      pinned: undefined,
      type: (code) => code,
      numbers: [],
      inserted: undefined,
      ended: undefined,
      way: undefined,
      card: desktopCard({
        after: time.after,
        clock: time.now,
        random: randomBytes,
        insert: (card) => void (desk.inserted = card),
        remove: () => void (desk.inserted = undefined),
        wake: () => undefined,
      }),
    };
    doubles.set(readerId, desk);
    return desk;
  };
  const rowOf = ({ readerId, name, online }: DesktopDouble) => ({
    readerId,
    name,
    online,
    deviceId: DEVICE,
    deviceName: 'Phone',
    pairedAt: new Date(now).toISOString(),
    lastConnectedAt: null,
    connected: false,
  });
  /** @param radio false: the phone has none; or another than the double */
  const open = ({ radio = true, system }: { radio?: boolean | Bluetooth; system?: PushPort } = {}): Desktops => {
    const desktops = createDesktops({
      api,
      openSocket,
      bluetooth: radio === true ? bluetooth : radio || undefined,
      push: system,
      serverUrl: 'https://wallet.test',
      records: desktopRecords(bench.storage, randomBytes),
      clock: () => now + time.now(),
      after: time.after,
      random: randomBytes,
      deviceId: async () => DEVICE,
      policy: async () => bench.server.desired.wallet,
      phoneName: async () => 'Phone',
      card: () => walletCard(bench.wallet, { random: randomBytes, operations: webKeyOperations(randomBytes) }),
      failed: (error) => {
        throw error;
      },
    });
    desktops.onChange(() => void desktops.state().then(({ pairing }) => (shown = pairing?.code ?? '')));
    return desktops;
  };
  return { bench, time, bluetooth, push, addDesktop, paired, refusals, tickets, asked, consents, open };
}

const readerIdOf = (key: string): string => base64url.encode(sha256(base64url.decode(key)));

/** Turns of the event loop until it is so. */
export async function eventually(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    if (await so()) return;
    await new Promise<void>((turn) => void setTimeout(turn, 0));
  }
  throw new Error('it never was so');
}
