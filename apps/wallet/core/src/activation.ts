import { activationView, confirmed, type DeviceCredential, type VaultWay } from '@lanyard/contract';
import { fromBase64, toHex } from '@lanyard/pki';
import { once } from './acts.ts';
import {
  askCertificate,
  makeKey,
  needsNewKey,
  receiveKey,
  withoutKey,
  type ActivationPorts,
} from './activation-parts.ts';
import {
  acceptedRecord,
  credentialOf,
  forgetActivation,
  loadActivation,
  saveActivation,
  type ActivationPart,
  type ActivationRecord,
  type ActivationStep,
} from './activation-record.ts';
import { loadCredentials, saveCredentials, withNew } from './credential-record.ts';
import { sha256 } from './dpop.ts';
import { isServerError, WalletError } from './errors.ts';
import { normaliseSecret } from './one-time-secret.ts';

/** What a person sees while it works. */
export type ActivationProgress = 'Making keys' | 'Asking the issuer' | 'Checking';

export interface ActivationState {
  readonly requestId: string;
  readonly step: ActivationStep | 'active';
  readonly name: string | undefined;
  readonly deadline: string | undefined;
}

export type OnProgress = (progress: ActivationProgress) => void;

/** Where an activation stands; null when none is under way. */
export async function activationState(ports: ActivationPorts): Promise<ActivationState | null> {
  const record = await loadActivation(ports.storage);
  return record === undefined ? null : stateOf(record, record.step);
}

const stateOf = (record: ActivationRecord, step: ActivationState['step']): ActivationState => ({
  requestId: record.requestId,
  step,
  name: record.accepted?.name,
  deadline: record.accepted?.deadline,
});

/**
 * Begins with the activation password and goes on as far as it can: to the choice of a PIN, or to the end.
 *
 * @param password as typed; spaces, hyphens and lower case are forgiven
 * @throws ServerError `activation_password_wrong` with the tries left, `request_expired` and its like;
 * WalletError `vault_locked`, `vault_not_set_up`, `offline`
 */
export async function startActivation(
  ports: ActivationPorts,
  input: { readonly requestId: string; readonly password: string; readonly clientDeviceId?: string },
  onProgress: OnProgress,
): Promise<ActivationState> {
  const { requestId, password, clientDeviceId } = input;
  const before = await loadActivation(ports.storage);
  if (before?.requestId === requestId && before.accepted !== undefined) return resumeActivation(ports, onProgress);
  await saveActivation(ports.storage, { requestId, step: 'password', parts: [] });
  const body = {
    activationPassword: normaliseSecret(password),
    ...(clientDeviceId === undefined ? {} : { clientDeviceId }),
  };
  await endOnRefusal(ports, () =>
    once(ports, `activate:${requestId}`, async (idempotencyKey) => {
      const path = `/device/requests/${requestId}/activate`;
      const view = await ports.api.call({ method: 'POST', path, body, answer: activationView, idempotencyKey });
      await saveActivation(ports.storage, acceptedRecord(view));
    }),
  );
  return resumeActivation(ports, onProgress);
}

/** Goes on from the step that was kept last. @throws WalletError `no_activation`, `vault_locked`, `offline`; ServerError */
export async function resumeActivation(ports: ActivationPorts, onProgress: OnProgress): Promise<ActivationState> {
  return endOnRefusal(ports, async () => {
    let record = await loadActivation(ports.storage);
    if (record === undefined) throw new WalletError('no_activation');
    for (;;) {
      const next = await STEPS[record.step](ports, record, onProgress);
      if (next === 'done') return stateOf(record, 'active');
      if (next === 'wait') return stateOf(record, record.step);
      record = next;
    }
  });
}

/** Forgets an activation that its holder does not want to go on with; the server revokes what was not confirmed. */
export const abandonActivation = (ports: ActivationPorts): Promise<void> => forgetActivation(ports.storage);

type Outcome = ActivationRecord | 'wait' | 'done';
type Step = (ports: ActivationPorts, record: ActivationRecord, onProgress: OnProgress) => Promise<Outcome>;

const STEPS: Readonly<Record<ActivationStep, Step>> = {
  password: askWhetherAccepted,
  keys: async (ports, record, onProgress) => {
    await requireOpenVault(ports);
    onProgress('Making keys');
    return enter(
      ports,
      await forEachPart(ports, record, (part) => part.madeBy === 'device' && part.key === undefined, makeKey),
      'certificates',
    );
  },
  certificates: async (ports, record, onProgress) => {
    onProgress('Asking the issuer');
    const open = (part: ActivationPart): boolean => part.madeBy === 'device' && part.certificate === undefined;
    return enter(ports, await forEachPart(ports, record, open, askWithFreshKey), 'encryption');
  },
  encryption: async (ports, record, onProgress) => {
    onProgress('Asking the issuer');
    const open = (part: ActivationPart): boolean => part.madeBy === 'issuer' && part.certificate === undefined;
    return enter(ports, await forEachPart(ports, record, open, receiveKey), 'pin');
  },
  // A PIN chosen before carries over: it opens the vault, not one credential (design: the vault key lies between).
  pin: async (ports, record) => ((await hasWay(ports, 'pin')) ? enter(ports, record, 'confirm') : 'wait'),
  confirm: async (ports, record, onProgress) => {
    onProgress('Checking');
    await confirm(ports, record);
    return 'done';
  },
};

/** The password was sent and nobody knows what became of it: the server does. */
async function askWhetherAccepted(ports: ActivationPorts, record: ActivationRecord): Promise<Outcome> {
  try {
    const path = `/device/requests/${record.requestId}/activation`;
    const view = await ports.api.call({ method: 'GET', path, answer: activationView });
    if (view.state !== 'activating') return 'wait';
    const accepted = acceptedRecord(view);
    await saveActivation(ports.storage, accepted);
    return accepted;
  } catch (error) {
    if (isServerError(error, 'request_not_activating')) return 'wait';
    throw error;
  }
}

/**
 * The vault is asked for only now: where every way in was closed for good, the server lets new ones be chosen after it
 * took an activation password, and not before.
 */
async function requireOpenVault({ vault }: ActivationPorts): Promise<void> {
  const { open, ways } = await vault.status();
  if (!open) throw new WalletError(ways.length === 0 ? 'vault_not_set_up' : 'vault_locked');
}

async function forEachPart(
  ports: ActivationPorts,
  record: ActivationRecord,
  isOpen: (part: ActivationPart) => boolean,
  step: typeof makeKey,
): Promise<ActivationRecord> {
  let current = record;
  for (const part of record.parts) if (isOpen(part)) current = await step(ports, current, part);
  return current;
}

const askWithFreshKey: typeof makeKey = async (ports, record, part) => {
  try {
    return await askCertificate(ports, record, part);
  } catch (error) {
    if (!needsNewKey(error)) throw error;
    const bare = await withoutKey(ports, record, part);
    const renewed = await makeKey(ports, bare, { purpose: part.purpose, keyType: part.keyType, madeBy: part.madeBy });
    const made = renewed.parts.find(({ purpose }) => purpose === part.purpose);
    return askCertificate(ports, renewed, made ?? part);
  }
};

async function enter(
  ports: ActivationPorts,
  record: ActivationRecord,
  step: ActivationStep,
): Promise<ActivationRecord> {
  const next = { ...record, step };
  await saveActivation(ports.storage, next);
  return next;
}

const hasWay = async (ports: ActivationPorts, way: VaultWay): Promise<boolean> =>
  (await ports.vault.status()).ways.includes(way);

async function confirm(ports: ActivationPorts, record: ActivationRecord): Promise<void> {
  const certificates = await Promise.all(
    record.parts.map(async ({ certificate }) => toHex(await sha256(fromBase64(certificate ?? '')))),
  );
  await once(ports, `confirm:${record.requestId}`, async (idempotencyKey) => {
    const path = `/device/requests/${record.requestId}/confirm`;
    const { credential } = await ports.api.call({
      method: 'POST',
      path,
      body: { certificates },
      answer: confirmed,
      idempotencyKey,
    });
    await finishActivation(ports, record, credential);
  });
}

/** Puts the credential into the list, where it replaces the one before, and then forgets the activation. */
export async function finishActivation(
  ports: Pick<ActivationPorts, 'storage'>,
  record: ActivationRecord,
  credential: DeviceCredential,
): Promise<void> {
  await saveCredentials(ports.storage, withNew(await loadCredentials(ports.storage), credentialOf(record, credential)));
  await forgetActivation(ports.storage);
}

/** Refusals after which this request can never be activated here. */
const FINAL = [
  'request_not_found',
  'request_expired',
  'request_used',
  'request_superseded',
  'request_cancelled',
  'request_locked',
  'request_not_yours',
  'credential_not_active',
] as const;

async function endOnRefusal<T>(ports: ActivationPorts, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (isServerError(error, ...FINAL)) await forgetActivation(ports.storage);
    throw error;
  }
}
