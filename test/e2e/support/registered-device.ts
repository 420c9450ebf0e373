import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RequestSecrets } from '@lanyard/contract';
import { CardHolder } from './card-holder.ts';
import { deviceIn, type DeviceRun } from './device-in-process.ts';
import { activate, register } from './enrolled-device.ts';
import type { Lanyard } from './lanyard.ts';

/** A card holder with a request, and a device that registered with it; nothing is activated yet. */
export interface RegisteredDevice {
  readonly holder: CardHolder;
  readonly request: RequestSecrets & { readonly requestId: string };
  /** `lanyard device <args>` on it, in this process. */
  readonly run: ReturnType<typeof deviceIn>;
  /** Activates the request, or goes on where an earlier call was cut off. */
  activate(): Promise<DeviceRun>;
}

/** The main job up to the registration. */
export async function registerDevice(
  on: Lanyard,
  { user = 'ada.vega', name = 'Phone', platform = 'android', osVersion = '15' } = {},
): Promise<RegisteredDevice> {
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, `${user}.p12`));
  const request = await holder.request({ name });
  const run = deviceIn(on.folder, name);
  const registered = await register(run, on, request, { name, platform, osVersion });
  assert.equal(registered.code, 0, registered.said);
  return {
    holder,
    run,
    request: { ...request, requestId: request.requestId ?? assert.fail('no request was made') },
    activate: () => activate(run, request.activationPassword),
  };
}
