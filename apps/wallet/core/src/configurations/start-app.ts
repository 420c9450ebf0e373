import type { DeliveredApp, DesiredState } from '@lanyard/contract';
import { WalletError } from '../errors.ts';

/** What an app is handed when it starts. */
export type AppStart = Pick<DeliveredApp, 'pairs' | 'certificates' | 'tunnels'> & {
  /** Certificates of CAs that it is to trust, PEM, by the key that names them. */
  readonly trusted: Readonly<Record<string, string>>;
};

/**
 * Hands an app its values as they are now. What changes later reaches it when it is started again, not before.
 * @param identifier bundle identifier or package name
 * @throws WalletError `app_unknown`; `app_unauthorized` with the reason
 */
export function startApp(desired: DesiredState | undefined, identifier: string): AppStart {
  const app = (desired?.apps ?? []).find((one) => one.identifier === identifier);
  if (app === undefined) throw new WalletError('app_unknown', { identifier });
  if (app.unauthorized !== null) throw new WalletError('app_unauthorized', { reason: app.unauthorized });
  const { pairs, certificates, tunnels } = structuredClone(app);
  return { pairs, certificates, tunnels, trusted: trustedBy(desired, certificates) };
}

function trustedBy(
  desired: DesiredState | undefined,
  certificates: DeliveredApp['certificates'],
): Readonly<Record<string, string>> {
  const entries = certificates.flatMap(({ key, configurationId }) => {
    const found = desired?.configurations.find(({ id, kind }) => id === configurationId && kind === 'certificate');
    const content = found?.value?.['content'];
    return typeof content === 'string' ? [[key, content] as const] : [];
  });
  return Object.fromEntries(entries);
}
