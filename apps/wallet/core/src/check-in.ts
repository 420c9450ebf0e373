import { desiredState, type DesiredState, type DeviceReport, type WalletSetting } from '@lanyard/contract';
import { loadActivation } from './activation-record.ts';
import { applyDesired } from './configurations/apply.ts';
import type { SystemPort } from './configurations/outcome.ts';
import { policyOf } from './configurations/policy.ts';
import { hasEnded, loadCredentials, reconciled, saveCredentials } from './credential-record.ts';
import { flushDeletions } from './delete-credential.ts';
import type { DeviceApi } from './device-api.ts';
import { WalletError } from './errors.ts';
import { finishActivation } from './finish-activation.ts';
import type { RandomBytes, Storage } from './ports.ts';

interface CheckInPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly random: RandomBytes;
  readonly system?: SystemPort | undefined;
}

const DESIRED = 'desired';
const REPORTED = 'reported';

/** What the server said last; it is what the wallet shows while offline. */
export const loadDesired = (storage: Storage): Promise<DesiredState | undefined> => storage.get(DESIRED);

/** What holds for the wallet: its setting and its device configurations; the defaults until the first check-in. */
export const walletPolicy = async (storage: Storage): Promise<WalletSetting> => policyOf(await loadDesired(storage));

/**
 * Learns what this device should be, and brings the credentials in line with it.
 *
 * @param facts reported when they differ from what was reported last
 * @throws ServerError `device_unknown`, `device_lost`; WalletError `offline`, `not_registered`
 */
export async function checkIn(ports: CheckInPorts, facts: DeviceReport): Promise<DesiredState> {
  const { api, storage } = ports;
  await flushDeletions(ports);
  await reportFacts(ports, facts);
  const before = await loadDesired(storage);
  const answer = await api.callIfChanged({
    method: 'GET',
    path: '/device/check-in',
    answer: desiredState,
    ...(before === undefined ? {} : { ifNoneMatch: before.generation }),
  });
  const desired = answer ?? before;
  // 304 is sent only for a generation that we named, so one of the two is there.
  if (desired === undefined) throw new WalletError('answer_unreadable', { status: 304 });
  await finishConfirmed(storage, desired);
  await saveCredentials(storage, reconciled(await loadCredentials(storage), desired.credentials));
  // Last: should this stop half way, the same generation is asked for and applied again.
  if (answer !== null) await storage.put(DESIRED, answer);
  await applyDesired(ports, desired);
  return desired;
}

/** The answer to a confirmation was lost, and the server says that the credential is there. */
async function finishConfirmed(storage: Storage, desired: DesiredState): Promise<void> {
  const activation = await loadActivation(storage);
  if (activation?.step !== 'confirm') return;
  const credential = desired.credentials.find(({ id }) => id === activation.accepted?.credentialId);
  if (credential === undefined || credential.state === 'issuing' || hasEnded(credential.state)) return;
  await finishActivation({ storage }, activation, credential);
}

async function reportFacts({ api, storage }: CheckInPorts, facts: DeviceReport): Promise<void> {
  const { name, model, osVersion, walletVersion } = facts;
  const report = { name, model, osVersion, walletVersion };
  const now = JSON.stringify(report);
  const before = await storage.get<string>(REPORTED);
  if (before !== undefined && before !== now) await api.call({ method: 'PUT', path: '/device/report', body: report });
  if (before !== now) await storage.put(REPORTED, now);
}
