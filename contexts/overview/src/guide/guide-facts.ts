import type {
  DeviceRegistrationSetting,
  DerivedCredentialSetting,
  Platform,
  PortalAuthenticationSetting,
  Provider,
} from '@lanyard/contract';
import type { Db } from '@lanyard/kernel';
import {
  anyIosCredential,
  catalogApps,
  devicesWithoutClip,
  peopleAndMail,
  publishedConfigurations,
  type CatalogApp,
  type People,
  type PublishedConfiguration,
} from '../pg/guide.ts';
import type { OthersPort } from '../ports.ts';

/** All that the set-up guide looks at. */
export interface GuideFacts {
  readonly now: Date;
  readonly provider: Provider;
  readonly platform: Extract<Platform, 'ios' | 'android'>;
  /** In force for anybody. */
  readonly portals: readonly PortalAuthenticationSetting[];
  readonly registrations: readonly DeviceRegistrationSetting[];
  readonly derived: readonly DerivedCredentialSetting[];
  readonly enabledProviders: readonly Provider[];
  readonly configurations: readonly PublishedConfiguration[];
  readonly apps: readonly CatalogApp[];
  /** An iOS device has a derived credential that works. */
  readonly anyOnIos: boolean;
  /** Null: counting took too long. */
  readonly withoutClip: { readonly count: number; readonly atLeast: boolean } | null;
  readonly people: People;
}

const KINDS = ['identity_certificate', 'app_catalog', 'appconnect_device_ios', 'appconnect_device_android', 'passcode'];

export async function gatherGuide(
  db: Db,
  others: OthersPort,
  chosen: Pick<GuideFacts, 'now' | 'provider' | 'platform'>,
): Promise<GuideFacts> {
  const [portals, registrations, derived, enabledProviders, configurations, apps, anyOnIos, withoutClip, people] =
    await Promise.all([
      others.settingsOf('portal_authentication'),
      others.settingsOf('device_registration'),
      others.settingsOf('derived_credential'),
      others.enabledProviders(),
      publishedConfigurations(db.pool, KINDS),
      catalogApps(db.pool, chosen.platform),
      chosen.platform === 'ios' && anyIosCredential(db.pool),
      chosen.platform === 'ios' ? devicesWithoutClip(db) : { count: 0, atLeast: false },
      peopleAndMail(db.pool),
    ]);
  return {
    ...chosen,
    portals: portals.map(({ value }) => value),
    registrations: registrations.map(({ value }) => value),
    derived: derived.map(({ value }) => value),
    enabledProviders,
    configurations,
    apps,
    anyOnIos,
    withoutClip,
    people,
  };
}
