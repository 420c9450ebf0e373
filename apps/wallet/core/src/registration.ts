import { registered, type RegistrationInput, type Registered } from '@lanyard/contract';
import { once } from './acts.ts';
import type { DeviceApi } from './device-api.ts';
import { WalletError } from './errors.ts';
import { normaliseSecret } from './one-time-secret.ts';
import type { KeyStore, RandomBytes, Storage } from './ports.ts';
import { randomUuid } from './uuid.ts';

export interface Registration {
  readonly deviceId: string;
  readonly person: Registered['person'];
  readonly platform: RegistrationInput['platform'];
}

export type DeviceFacts = Pick<RegistrationInput, 'name' | 'platform' | 'osVersion' | 'model' | 'walletVersion'>;

interface RegistrationPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly keys: KeyStore;
  readonly random: RandomBytes;
}

const STORED_UNDER = 'registration';

export const loadRegistration = (storage: Storage): Promise<Registration | undefined> => storage.get(STORED_UNDER);

/**
 * Enrols this device with a one-time registration PIN. The server learns the public halves of two keys made here.
 *
 * @throws ServerError `registration_refused`, `registration_pin_expired`, `registration_pin_used`, `os_too_old` …;
 * WalletError `already_registered`, `offline`
 */
export async function register(
  ports: RegistrationPorts,
  credentials: { readonly userName: string; readonly registrationPin: string },
  facts: DeviceFacts,
): Promise<Registration> {
  if ((await loadRegistration(ports.storage)) !== undefined) throw new WalletError('already_registered');
  const { signing, agreement } = await ports.keys.publicKeys();
  const body: RegistrationInput = {
    userName: credentials.userName.trim(),
    registrationPin: normaliseSecret(credentials.registrationPin),
    installationId: await installationId(ports),
    ...facts,
    signingKey: signing,
    agreementKey: agreement,
  };
  return once(ports, 'register', async (idempotencyKey) => {
    const path = '/device/registrations';
    const answer = await ports.api.call({
      method: 'POST',
      path,
      body,
      answer: registered,
      idempotencyKey,
      withoutToken: true,
    });
    const registration = { deviceId: answer.deviceId, person: answer.person, platform: facts.platform };
    await ports.storage.put(STORED_UNDER, registration);
    ports.api.useToken(answer.deviceId, answer.token.token, answer.token.expiresIn);
    return registration;
  });
}

/** Counts wrong tries by installation, so that a stranger's never count against the person. */
async function installationId({ storage, random }: RegistrationPorts): Promise<string> {
  const stored = await storage.get<string>('installation');
  if (stored !== undefined) return stored;
  const made = randomUuid(random);
  await storage.put('installation', made);
  return made;
}
