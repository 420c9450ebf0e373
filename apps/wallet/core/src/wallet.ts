import {
  pendingRequest,
  serverFacts,
  type DesiredState,
  type PendingRequest,
  type ServerFacts,
  type VaultWay,
  type WalletSetting,
} from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import {
  abandonActivation,
  activationState,
  resumeActivation,
  startActivation,
  type ActivationState,
} from './activation.ts';
import type { OnProgress } from './activation-steps.ts';
import type { ActivationPorts } from './activation-parts.ts';
import { checkIn, loadDesired, walletPolicy } from './check-in.ts';
import { isOutdated, keepPasscodeRules } from './configurations/apply.ts';
import type { SystemPort } from './configurations/outcome.ts';
import { startApp, type AppStart } from './configurations/start-app.ts';
import { listCredentials, type CredentialDetails } from './credentials.ts';
import { deleteCredential } from './delete-credential.ts';
import { createDeviceApi } from './device-api.ts';
import { WalletError } from './errors.ts';
import { forgetLostKeys, loadLostKeys, type LostKeys } from './lost-keys.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { checkPasscode } from './passcode-rules.ts';
import { isPairingCode, openPairingCode } from './card/card-channel.ts';
import { loadCardChannel, loadCardContents, refreshCardContents, type StoredContents } from './card/card-contents.ts';
import { type CardParts, walletCard } from './card/wallet-card.ts';
import type { KeyOperations } from './card/key-operations.ts';
import { webKeyOperations } from './card/web-key-operations.ts';
import { type After, afterHere } from './link/carrier.ts';
import { createDesktops, type Desktops } from './link/desktops.ts';
import type { Bluetooth } from './link/nearby/bluetooth.ts';
import type { PushPort } from './link/push-port.ts';
import { desktopRecords } from './link/desktop-record.ts';
import { type OpenSocket, webSocket } from './link/socket.ts';
import { checkPin } from './pin-rules.ts';
import type { Clock, Http, KeyStore, RandomBytes, Storage } from './ports.ts';
import { loadRegistration, register, type DeviceFacts, type Registration } from './registration.ts';
import {
  forgetShownPin,
  hasShownPin,
  keepPin,
  pinReset,
  resetPin,
  showPin,
  startPinReset,
  type PinReset,
} from './unblock.ts';
import { unlock } from './unlock.ts';
import { unregister } from './unregister.ts';
import { exportKey, sign, useKey, type ExportedKey, type KeyChoice, type OpenKey } from './use-key.ts';
import { createVault, type VaultStatus } from './vault.ts';
import { DEFAULT_ITERATIONS } from './vault-keys.ts';
import { createVaultServer, triesLeft } from './vault-server.ts';

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

/** A secret chosen by its holder and typed twice. */
export interface Chosen {
  readonly secret: string;
  readonly repeated: string;
}

/** All that a face of the wallet needs. Errors are `WalletError` and `ServerError`, each with code and next step. */
export interface Wallet {
  serverFacts(): Promise<ServerFacts>;
  overview(): Promise<WalletOverview>;
  register(who: { userName: string; registrationPin: string; facts?: Partial<DeviceFacts> }): Promise<Registration>;
  checkIn(): Promise<DesiredState>;
  /** Ends this device at the server and forgets everything here; `force` forgets even when the server cannot be told. */
  unregister(options?: { force?: boolean }): Promise<void>;

  createPasscode(chosen: Chosen): Promise<void>;
  changePasscode(present: string, chosen: Chosen): Promise<void>;
  changePin(present: string, chosen: Chosen): Promise<void>;
  /** "Reset PIN": asks for the challenge that the self-service portal answers. The vault must be open. */
  startPinReset(): Promise<PinReset>;
  /** @param response the portal's; case and spaces do not matter */
  resetPin(response: string, chosen: Chosen): Promise<void>;
  /** "ShowPIN". @throws WalletError `pin_not_shown` where policy does not have it kept */
  showPin(): Promise<string>;
  unlock(way: VaultWay, secret: string): Promise<void>;
  lock(): void;
  /** Tries that the server has left for a way in, 0 when it was closed for good. Asking costs none. */
  triesLeft(way: VaultWay): Promise<number>;

  /** What the server says of a request that was scanned or followed. @throws ServerError `request_not_found`, `request_not_yours` */
  describeRequest(requestId: string): Promise<PendingRequest>;
  startActivation(
    input: { requestId: string; password: string; clientDeviceId?: string },
    onProgress?: OnProgress,
  ): Promise<ActivationState>;
  resumeActivation(onProgress?: OnProgress): Promise<ActivationState>;
  /** The derived credential PIN of the activation under way; goes on to its end. */
  setPin(chosen: Chosen, onProgress?: OnProgress): Promise<ActivationState>;
  abandonActivation(): Promise<void>;

  /** What an app is handed when it starts. @throws WalletError `app_unknown`, `app_unauthorized` */
  startApp(identifier: string): Promise<AppStart>;

  /** @returns whether the server knows already */
  deleteCredential(id: string): Promise<boolean>;
  sign(choice: KeyChoice & { readonly purpose: 'authentication' | 'signing' }, data: Bytes): Promise<Bytes>;
  exportKey(choice: KeyChoice): Promise<ExportedKey>;
  /** Opens the key of a certificate (DER, base64) for one operation inside this program. */
  useKey<T>(certificate: string, use: (key: OpenKey) => Promise<T>): Promise<T>;
  /** The card's pairing code, for whoever reads the card over the air. @throws WalletError `vault_locked`, `no_pairing_code` */
  pairingCode(): Promise<string>;
  isPairingCode(code: string): Promise<boolean>;
  /** ECDH with the card's key of PIV secure messaging; undefined for a point that is not on its curve. */
  agreeOnChannel(point: Bytes): Promise<Bytes | undefined>;
  /** Computers that use this wallet as their card. */
  readonly desktops: Desktops;
}

/** What the wallet knows without asking anybody. */
export interface WalletOverview {
  readonly registration: Registration | undefined;
  readonly desired: DesiredState | undefined;
  readonly vault: VaultStatus;
  readonly activation: ActivationState | null;
  readonly credentials: readonly CredentialDetails[];
  /** What the issuer signed of the card, the last time that it was asked. */
  readonly cardContents: StoredContents | undefined;
  /** What holds here: the organisation's setting and every device configuration, of each rule the strictest. */
  readonly policy: WalletSetting;
  /** The passcode was made under weaker rules than hold now: a new one is due. */
  readonly passcodeOutdated: boolean;
  /** Present after the last way into the vault was closed, until a new passcode is made. */
  readonly lostKeys: LostKeys | undefined;
  /** The challenge of a PIN that is being reset. */
  readonly pinReset: PinReset | undefined;
  /** The PIN is kept to be shown. */
  readonly pinShown: boolean;
}

const silent: OnProgress = () => undefined;

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
    overview: async () => ({
      registration: await loadRegistration(storage),
      desired: await loadDesired(storage),
      vault: await vault.status(),
      activation: await activationState(parts),
      credentials: await listCredentials(storage, clock),
      cardContents: await loadCardContents(storage),
      policy: await policy(),
      passcodeOutdated: await isOutdated(storage, await loadDesired(storage)),
      lostKeys: await loadLostKeys(storage),
      pinReset: await pinReset(storage, clock),
      pinShown: await hasShownPin(storage),
    }),
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
    createPasscode: ({ secret, repeated }) =>
      queue(async () => {
        const { passcode: rules } = await policy();
        checkPasscode(secret, repeated, rules);
        await vault.setUp('passcode', secret);
        await keepPasscodeRules(storage, rules);
        await forgetLostKeys(storage);
      }),
    changePasscode: (present, { secret, repeated }) =>
      queue(async () => {
        const { passcode: rules } = await policy();
        checkPasscode(secret, repeated, rules);
        await vault.change('passcode', present, secret);
        await keepPasscodeRules(storage, rules);
      }),
    changePin: (present, { secret, repeated }) =>
      queue(async () => {
        checkPin(secret, repeated, (await policy()).pin);
        await vault.change('pin', present, secret);
        await keepPin(parts, secret);
      }),
    startPinReset: () => queue(() => startPinReset(parts)),
    resetPin: (response, { secret, repeated }) =>
      queue(async () => {
        checkPin(secret, repeated, (await policy()).pin);
        await resetPin(parts, response, secret);
        await keepPin(parts, secret);
      }),
    showPin: () => showPin(parts),
    unlock: (way, secret) =>
      queue(async () => {
        await unlock(parts, way, secret);
        if (way === 'pin') await keepPin(parts, secret);
      }),
    lock: vault.lock,
    triesLeft: (way) => triesLeft(api, way),
    describeRequest: (requestId) =>
      api.call({ method: 'GET', path: `/device/requests/${requestId}`, answer: pendingRequest }),
    startActivation: (input, onProgress = silent) => queue(() => startActivation(parts, input, onProgress)),
    resumeActivation: (onProgress = silent) => queue(() => resumeActivation(parts, onProgress)),
    setPin: ({ secret, repeated }, onProgress = silent) =>
      queue(async () => {
        if ((await activationState(parts))?.step !== 'pin') throw new WalletError('no_activation');
        checkPin(secret, repeated, (await policy()).pin);
        await vault.setUp('pin', secret);
        await keepPin(parts, secret);
        return resumeActivation(parts, onProgress);
      }),
    abandonActivation: () => queue(() => abandonActivation(parts)),
    startApp: async (identifier) => startApp(await loadDesired(storage), identifier),
    deleteCredential: (id) => queue(() => deleteCredential(parts, id)),
    sign: (choice, data) => sign(parts, choice, data),
    exportKey: (choice) => exportKey(parts, choice),
    useKey: (certificate, use) => useKey(parts, certificate, use),
    pairingCode: async () => {
      const { secrets } = (await loadCardChannel(storage)) ?? {};
      if (secrets?.code === undefined) throw new WalletError('no_pairing_code');
      return openPairingCode(vault, secrets);
    },
    isPairingCode: (code) =>
      queue(async () => {
        const { secrets } = (await loadCardChannel(storage)) ?? {};
        return secrets !== undefined && isPairingCode({ storage, clock }, secrets, code);
      }),
    agreeOnChannel: async (point) => {
      const own = await loadCardChannel(storage);
      if (own === undefined) return undefined;
      const { channel, secrets } = own;
      return card.operations.agree({ keyType: channel.keyType, pkcs8: secrets.pkcs8 }, point);
    },
  };
  return wallet;
}
