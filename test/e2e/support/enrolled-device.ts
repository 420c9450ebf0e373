import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestSecrets } from '@lanyard/contract';
import { CardHolder } from './card-holder.ts';
import type { Ended, Lanyard } from './lanyard.ts';

export const PASSCODE = 'Correct-Horse9';
export const PIN = '739154';

/** What a request gave its holder to register a phone with. */
export type GivenPin = Pick<RequestSecrets, 'userName' | 'registrationPin'>;

/** `lanyard device <args>` on a device, with the secrets that it reads, one a line. */
export type DeviceCommand<T> = (args: readonly string[], ...secrets: (string | null)[]) => Promise<T>;

/** Registers a phone with what a request gave, and gives it a passcode. */
export function register<T>(
  device: DeviceCommand<T>,
  on: Lanyard,
  { userName, registrationPin }: GivenPin,
  { name = 'Phone', platform = 'ios', osVersion = '18.1' } = {},
): Promise<T> {
  const about = ['--user', userName, '--name', name, '--platform', platform, '--os-version', osVersion];
  const from = ['--registration-pin-stdin', '--passcode-stdin'];
  return device(['register', '--server', on.wallet, ...about, ...from], registrationPin, PASSCODE);
}

/** Activates the request that waits on a phone, or goes on where an earlier call was cut off. */
export function activate<T>(device: DeviceCommand<T>, password: string | null): Promise<T> {
  const from = ['--activation-password-stdin', '--passcode-stdin', '--pin-stdin'];
  return device(['activate', ...from], password, PASSCODE, PIN);
}

/** A headless device with an activated credential: the real wallet, by its real command. */
export interface EnrolledDevice {
  readonly holder: CardHolder;
  readonly deviceId: string;
  readonly credentialId: string;
  /** `lanyard device <args>` on this device. */
  run(args: readonly string[], input?: string): Promise<Ended>;
  /** Private key, certificate and chain of a purpose, in one PEM file. */
  pem(purpose: 'authentication' | 'signing' | 'encryption'): Promise<string>;
}

/** Goes the main job's way: card sign-in, request, registration, activation. */
export async function enrol(on: Lanyard, { user = 'ada.vega', name = 'Phone' } = {}): Promise<EnrolledDevice> {
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, `${user}.p12`));
  const request = await holder.request({ name: 'Work' });
  const home = join(on.folder, `device-${name}`);
  const run = (args: readonly string[], input = '') => on.run(['device', ...args, '--home', home], input);
  const lines = (...secrets: (string | null)[]) => `${secrets.join('\n')}\n`;
  const command: DeviceCommand<Ended> = (args, ...secrets) => run(args, lines(...secrets));
  await must(register(command, on, request, { name }));
  await must(activate(command, request.activationPassword));
  const progress = await holder.progress(request.requestId ?? '');
  const device = (await holder.home()).devices.find((d) => d.name === name);
  if (!device || !progress.credentialId) throw new Error(`the device is not enrolled: ${JSON.stringify(progress)}`);
  return {
    holder,
    run,
    deviceId: device.id,
    credentialId: progress.credentialId,
    async pem(purpose) {
      const path = join(on.folder, `${name}-${purpose}.pem`);
      if (!existsSync(path))
        await must(run(['export', '--out', path, '--purpose', purpose, '--passcode-stdin'], lines(PASSCODE)));
      return path;
    },
  };
}

export async function must(running: Promise<Ended>): Promise<Ended> {
  const ended = await running;
  if (ended.code !== 0)
    throw new Error(`ended with ${String(ended.code ?? ended.signal)}:\n${ended.stdout}${ended.stderr}`);
  return ended;
}
