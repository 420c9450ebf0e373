import {
  pendingRequest,
  serverFacts,
  type DesiredState,
  type PendingRequest,
  type ServerFacts,
} from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import { abandonActivation, resumeActivation, startActivation, type ActivationState } from './activation.ts';
import type { OnProgress } from './activation-steps.ts';
import type { ActivationPorts } from './activation-parts.ts';
import { checkIn, loadDesired, walletPolicy } from './check-in.ts';
import type { SystemPort } from './configurations/outcome.ts';
import { startApp, type AppStart } from './configurations/start-app.ts';
import { deleteCredential } from './delete-credential.ts';
import { createDeviceApi } from './device-api.ts';
import { WalletError } from './errors.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { refreshCardContents } from './card/card-contents.ts';
import { type CardParts, walletCard } from './card/wallet-card.ts';
import { walletChannel, type WalletChannel } from './card/wallet-channel.ts';
import type { KeyOperations } from './card/key-operations.ts';
import { webKeyOperations } from './card/web-key-operations.ts';
import { type After, afterHere } from './link/carrier.ts';
import { createDesktops, type Desktops } from './link/desktops.ts';
import type { Bluetooth } from './link/nearby/bluetooth.ts';
import type { PushPort } from './link/push-port.ts';
import { desktopRecords } from './link/desktop-record.ts';
import { type OpenSocket, webSocket } from './link/socket.ts';
import type { Clock, Http, KeyStore, RandomBytes, Storage } from './ports.ts';
import { loadRegistration, register, type DeviceFacts, type Registration } from './registration.ts';
import { forgetShownPin } from './unblock.ts';
import { unregister } from './unregister.ts';
import { exportKey, sign, useKey, type ExportedKey, type KeyChoice, type OpenKey } from './use-key.ts';
import { createVault } from './vault.ts';
import { DEFAULT_ITERATIONS } from './vault-keys.ts';
import { createVaultServer } from './vault-server.ts';
import { walletOverview, type WalletOverview } from './wallet-overview.ts';
import { silent, walletSecrets, type WalletSecrets } from './wallet-secrets.ts';

export interface WalletPorts {
  readonly storage: Storage;
  readonly keys: KeyStore;
  readonly http: Http;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Opens WebSockets; absent: this wallet meets no desktop over the relay. */
  readonly openSocket?: OpenSocket;
  /** Absent: this wallet meets no desktop over Bluetooth. */
  readonly bluetooth?: Bluetooth;
  /** Absent: nothing wakes this wallet. */
  readonly push?: PushPort;
  /** Timers; those of the platform by default. */
  readonly after?: After;
  /** How the card's keys work; by WebCrypto and noble by default. */
  readonly operations?: KeyOperations;
  /** Told of faults of ours that nobody waits for. */
  readonly failed?: (error: unknown) => void;
  /** A native shell's hand in the operating system: mail, Wi-Fi, VPN, the device's passcode. */
  readonly system?: SystemPort;
}

export interface WalletConfig {
  /** Origin of the server, `https://wallet.example`. */
  readonly serverUrl: string;
  /** What the device says of itself; reported, never proof. */
  readonly facts: DeviceFacts;
  /** PBKDF2 rounds for secrets chosen from now on; fewer only where many devices are simulated. */
  readonly iterations?: number;
}

/** All that a face of the wallet needs. Errors are `WalletError` and `ServerError`, each with code and next step. */
export interface Wallet extends WalletSecrets, WalletChannel {
  serverFacts(): Promise<ServerFacts>;
  overview(): Promise<WalletOverview>;
  register(who: { userName: string; registrationPin: string; facts?: Partial<DeviceFacts> }): Promise<Registration>;
  checkIn(): Promise<DesiredState>;
  /** Ends this device at the server and forgets everything here; `force` forgets even when the server cannot be told. */
  unregister(options?: { force?: boolean }): Promise<void>;

  /** What the server says of a request that was scanned or followed. @throws ServerError `request_not_found`, `request_not_yours` */
  describeRequest(requestId: string): Promise<PendingRequest>;
  startActivation(
    input: { requestId: string; password: string; clientDeviceId?: string },
    onProgress?: OnProgress,
  ): Promise<ActivationState>;
  resumeActivation(onProgress?: OnProgress): Promise<ActivationState>;
  abandonActivation(): Promise<void>;

  /** What an app is handed when it starts. @throws WalletError `app_unknown`, `app_unauthorized` */
  startApp(identifier: string): Promise<AppStart>;

  /** @returns whether the server knows already */
  deleteCredential(id: string): Promise<boolean>;
  sign(choice: KeyChoice & { readonly purpose: 'authentication' | 'signing' }, data: Bytes): Promise<Bytes>;
  exportKey(choice: KeyChoice): Promise<ExportedKey>;
  /** Opens the key of a certificate (DER, base64) for one operation inside this program. */
  useKey<T>(certificate: string, use: (key: OpenKey) => Promise<T>): Promise<T>;
  /** Computers that use this wallet as their card. */
  readonly desktops: Desktops;
}

/** As uncaught: a fault of ours must not pass unseen. */
const rethrow = (error: unknown): void =>
  queueMicrotask(() => {
    throw error;
  });

/** Puts the parts together: one wallet over one storage. */
export async function createWallet(ports: WalletPorts, config: WalletConfig): Promise<Wallet> {
  const { storage, clock } = ports;
  const api = createDeviceApi({ ...ports, serverUrl: config.serverUrl });
  api.useDevice((await loadRegistration(storage))?.deviceId);
  const deviceId = async (): Promise<string> => {
    const registration = await loadRegistration(storage);
    if (registration === undefined) throw new WalletError('not_registered');
    return registration.deviceId;
  };
  const policy = () => walletPolicy(storage);
  const server = createVaultServer({ ...ports, api });
  const vault = createVault({
    ...ports,
    server,
    deviceId,
    policy,
    iterations: config.iterations ?? DEFAULT_ITERATIONS,
  });
  const parts: ActivationPorts = { ...ports, api, vault, deviceId };
  const currentFacts = async (): Promise<DeviceFacts> => (await storage.get<DeviceFacts>('facts')) ?? config.facts;

  const queue = oneAtATime();
  const card: CardParts = { random: ports.random, operations: ports.operations ?? webKeyOperations(ports.random) };
  const desktops = createDesktops({
    api,
    deviceId,
    policy,
    clock,
    serverUrl: config.serverUrl,
    random: ports.random,
    openSocket: ports.openSocket ?? webSocket,
    bluetooth: ports.bluetooth,
    push: ports.push,
    records: desktopRecords(storage, ports.random),
    after: ports.after ?? afterHere,
    phoneName: async () => (await currentFacts()).name,
    card: () => walletCard(wallet, card),
    failed: ports.failed ?? rethrow,
  });

  const wallet: Wallet = {
    desktops,
    serverFacts: () => api.open('/device/server', serverFacts),
    overview: () => walletOverview(parts, policy),
    register: ({ facts, ...who }) =>
      queue(async () => {
        const chosen = { ...config.facts, ...facts };
        await storage.put('facts', chosen);
        return register(parts, who, chosen);
      }),
    checkIn: async () => {
      const desired = await queue(async () => {
        const learnt = await checkIn(parts, await currentFacts());
        await refreshCardContents(parts);
        await forgetShownPin(storage);
        return learnt;
      });
      await desktops.afterCheckIn();
      return desired;
    },
    unregister: (options) => {
      desktops.stop();
      return queue(async () => {
        await unregister(parts, options?.force === true);
        await ports.push?.unsubscribe();
      });
    },
    ...walletSecrets({ ...parts, policy }, queue),
    ...walletChannel({ ...parts, operations: card.operations }, queue),
    describeRequest: (requestId) =>
      api.call({ method: 'GET', path: `/device/requests/${requestId}`, answer: pendingRequest }),
    startActivation: (input, onProgress = silent) => queue(() => startActivation(parts, input, onProgress)),
    resumeActivation: (onProgress = silent) => queue(() => resumeActivation(parts, onProgress)),
    abandonActivation: () => queue(() => abandonActivation(parts)),
    startApp: async (identifier) => startApp(await loadDesired(storage), identifier),
    deleteCredential: (id) => queue(() => deleteCredential(parts, id)),
    sign: (choice, data) => sign(parts, choice, data),
    exportKey: (choice) => exportKey(parts, choice),
    useKey: (certificate, use) => useKey(parts, certificate, use),
  };
  return wallet;
}
