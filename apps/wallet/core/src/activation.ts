import { activationView } from '@lanyard/contract';
import { once } from './acts.ts';
import type { ActivationPorts } from './activation-parts.ts';
import {
  acceptedRecord,
  forgetActivation,
  loadActivation,
  saveActivation,
  type ActivationRecord,
  type ActivationStep,
} from './activation-record.ts';
import { ACTIVATION_STEPS, type ActivationProgress, type OnProgress } from './activation-steps.ts';
import { isServerError, WalletError } from './errors.ts';
import { normaliseSecret } from './one-time-secret.ts';

export interface ActivationState {
  readonly requestId: string;
  readonly step: ActivationStep | 'active';
  readonly name: string | undefined;
  readonly deadline: string | undefined;
}

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
    const say = sayChanges(onProgress);
    let record = await loadActivation(ports.storage);
    if (record === undefined) throw new WalletError('no_activation');
    for (;;) {
      const next = await ACTIVATION_STEPS[record.step](ports, record, say);
      if (next === 'done') return stateOf(record, 'active');
      if (next === 'wait') return stateOf(record, record.step);
      record = next;
    }
  });
}

/** Forgets an activation that its holder does not want to go on with; the server revokes what was not confirmed. */
export const abandonActivation = (ports: ActivationPorts): Promise<void> => forgetActivation(ports.storage);

/** Two steps under one name are one to whoever watches. */
function sayChanges(onProgress: OnProgress): OnProgress {
  let said: ActivationProgress | undefined;
  return (progress) => {
    if (progress !== said) onProgress(progress);
    said = progress;
  };
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
