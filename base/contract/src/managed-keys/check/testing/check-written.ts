import { appConfigurationValue } from '../../../admin/apps/app-configuration.ts';
import type { Finding } from '../../finding.ts';
import { anId } from '../../lint/testing/sound.ts';
import { checkAppConfiguration } from '../check-app-configuration.ts';
import type { CheckedApp, Referable } from '../subject.ts';

/** An app in house for iOS that is an AppConnect app, unless told otherwise. */
export const app = (more: Partial<CheckedApp> = {}): CheckedApp => ({
  name: 'The app',
  kind: 'other',
  platform: 'ios',
  source: 'in-house',
  appConnect: true,
  ...more,
});
/** A published configuration for an identity certificate of that purpose. */
export const identity = (usage: NonNullable<Referable['usage']>, more: Partial<Referable> = {}): Referable => ({
  id: anId(),
  name: `Identity for ${usage}`,
  kind: 'identity_certificate',
  usage,
  provider: 'any',
  published: true,
  inSpace: true,
  ...more,
});
export const ca = (): Referable =>
  identity('Signing', { name: 'Root CA', kind: 'certificate', usage: null, provider: null });

interface Written {
  readonly pairs?: Readonly<Record<string, string>>;
  readonly certificates?: Readonly<Record<string, Referable>>;
  readonly more?: object;
  readonly references?: readonly Referable[];
}
/** What is found in an app configuration with these pairs and certificates. */
export function check(
  of: CheckedApp,
  { pairs = {}, certificates = {}, more = {}, references = [] }: Written,
): Finding[] {
  const value = appConfigurationValue.parse({
    pairs: Object.entries(pairs).map(([key, text]) => ({ key, value: text })),
    certificates: Object.entries(certificates).map(([key, { id }]) => ({ key, configurationId: id })),
    ...more,
  });
  const known = [...Object.values(certificates), ...references].map((one) => [one.id, one] as const);
  return checkAppConfiguration({ app: of, value, references: new Map(known) });
}
/** The findings as `severity code`. */
export const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, code }) => `${severity} ${code}`);

export const pivd = (platform: 'ios' | 'android' = 'ios') =>
  app({ kind: 'piv-d-manager', platform, source: 'store', name: 'PIV-D Manager' });
export const web = (platform: 'ios' | 'android' = 'ios') =>
  app({ kind: 'web-at-work', platform, source: 'store', name: 'Web@Work' });
export const docs = (platform: 'ios' | 'android' = 'ios') =>
  app({ kind: 'docs-at-work', platform, source: 'store', name: 'Docs@Work' });
export const mail = (platform: 'ios' | 'android') =>
  app({ kind: 'email-plus', platform, source: platform === 'ios' ? 'store' : 'in-house', name: 'Email+' });
export const form = (more: object = {}) => ({ exchangeHost: 'mail.agency.example', ...more });
