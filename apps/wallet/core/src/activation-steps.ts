import { activationView, confirmed, type VaultWay } from '@lanyard/contract';
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
  saveActivation,
  type ActivationPart,
  type ActivationRecord,
  type ActivationStep,
} from './activation-record.ts';
import { refreshCardContents } from './card/card-contents.ts';
import { sha256 } from './dpop.ts';
import { isServerError, WalletError } from './errors.ts';
import { finishActivation } from './finish-activation.ts';

/** What a person sees while it works. */
export type ActivationProgress = 'Making keys' | 'Asking the issuer' | 'Checking';
export type OnProgress = (progress: ActivationProgress) => void;

export type Outcome = ActivationRecord | 'wait' | 'done';
/** @returns the record as kept, `wait` when its holder must do something, `done` when the credential is there */
type Step = (ports: ActivationPorts, record: ActivationRecord, onProgress: OnProgress) => Promise<Outcome>;

/** What each step does; every one keeps its result before the next begins. */
export const ACTIVATION_STEPS: Readonly<Record<ActivationStep, Step>> = {
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
    await refreshCardContents(ports);
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
