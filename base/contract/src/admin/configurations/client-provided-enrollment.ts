import { z } from 'zod';
import { provider, text, type Platform } from '../../common.ts';

/** "Client-Provided" certificate enrollment: the agent on the device provides the certificate to an app. */
export const clientProvidedEnrollmentConfiguration = z
  .strictObject({
    purpose: z.enum(['Authentication', 'Decryption', 'Encryption', 'Signing']).meta({
      title: 'Select purpose',
      description: 'What apps use the certificate for. Decryption, of older mail, exists on iOS only.',
    }),
    provider: provider.meta({
      title: 'Provider',
      description: 'Whose derived credential is used.',
    }),
    providerName: text(100).nullable().default(null).meta({
      title: 'Provider name',
      description: 'Which of the providers that were added, where the provider is "other".',
    }),
  })
  .refine((value) => value.provider === 'other' || value.providerName === null, {
    message: 'names a provider that was added, so the provider must be "other"',
    path: ['providerName'],
  });
export type ClientProvidedEnrollmentConfiguration = z.infer<typeof clientProvidedEnrollmentConfiguration>;

export type ClientProvidedPlace = 'key-value pair' | 'AppTunnel rule';

export interface PlaceSupport {
  readonly supported: boolean;
  readonly why: string;
}

/**
 * Whether the agent of a device can serve a place that refers to a client-provided enrollment.
 * @param agentVersion of Mobile@Work on iOS, of Secure Apps Manager on Android: `8.5.1`
 */
export function clientProvidedSupport(
  platform: Platform,
  agentVersion: string,
  place: ClientProvidedPlace,
): PlaceSupport {
  if (platform === 'android')
    return place === 'key-value pair'
      ? { supported: true, why: 'Secure Apps Manager serves key-value pairs.' }
      : { supported: false, why: 'Secure Apps Manager has no AppTunnel with a client-provided certificate.' };
  if (platform !== 'ios')
    return { supported: false, why: 'Client-provided certificates exist on iOS and Android only.' };
  const [major = 0, minor = 0] = agentVersion.split('.').map(Number);
  const needed = place === 'key-value pair' ? ([8, 5] as const) : ([9, 0] as const);
  const supported = major > needed[0] || (major === needed[0] && minor >= needed[1]);
  const from = `${place}s work from version ${needed.join('.')} of the agent on`;
  return { supported, why: supported ? `${from}.` : `${from}; this device has ${agentVersion}.` };
}
