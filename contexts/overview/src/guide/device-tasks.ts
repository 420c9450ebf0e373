import { providerNames, providerSupport } from '@lanyard/contract';
import { links } from '../links.ts';
import type { CatalogApp, PublishedConfiguration } from '../pg/guide.ts';
import type { GuideFacts } from './guide-facts.ts';
import { cannotTell, done, notDone, type Found, type Task } from './task.ts';

const isIos = ({ platform }: GuideFacts): boolean => platform === 'ios';

/** What reaches the devices: the last five steps. */
export const deviceTasks: readonly Task[] = [
  { task: 'identity-certificates', title: 'Make an Identity Certificate for each purpose', look: identityCertificates },
  {
    task: 'app-catalog-clip',
    title: 'Distribute the Apple App Catalog web clip',
    applies: isIos,
    look: (facts) => distributed(facts, 'app_catalog', 'Apple App Catalog'),
  },
  {
    task: 'appconnect-device',
    title: 'Distribute an AppConnect Device configuration',
    look: (facts) => distributed(facts, `appconnect_device_${facts.platform}`, 'AppConnect Device'),
  },
  {
    task: 'device-passcode',
    title: 'Require a device passcode',
    applies: isIos,
    required: ({ apps }) => apps.some(({ kind }) => kind === 'web-at-work'),
    look: devicePasscode,
  },
  {
    task: 'derived-credential-app',
    title: 'Have the derived credential app in the catalog',
    look: derivedCredentialApp,
  },
  { task: 'managed-apps', title: 'Give managed apps their certificates', look: managedApps },
  {
    task: 'clip-reaches-devices',
    title: 'See that the web clip reached every device with a credential',
    applies: isIos,
    look: clipReached,
  },
];

const published = ({ configurations }: GuideFacts, kind: string): PublishedConfiguration[] =>
  configurations.filter((one) => one.kind === kind);

function identityCertificates(facts: GuideFacts): Found {
  const its = published(facts, 'identity_certificate').filter(({ value }) => {
    const provider = value['provider'] ?? 'any';
    return provider === 'any' || provider === facts.provider;
  });
  const usages = [...new Set(its.map(({ value }) => String(value['usage'])))].sort();
  return usages.length > 0
    ? done(`Published for: ${usages.join(', ')}.`)
    : notDone(
        `No published Identity Certificate takes a credential of ${providerNames[facts.provider]}.`,
        'Add one for each purpose that apps use: Authentication, Signing, Encryption.',
        links.newConfiguration('identity_certificate'),
      );
}

function distributed(facts: GuideFacts, kind: string, title: string): Found {
  const all = published(facts, kind);
  const going = all.filter(({ audience }) => audience !== 'none');
  if (going.length > 0) return done(`Published and distributed: ${going.map(({ name }) => name).join(', ')}.`);
  const [first] = all;
  return first
    ? notDone(
        `"${first.name}" is published, and goes to nobody.`,
        'Choose in its distribution which devices get it.',
        links.configuration(first.id, 'audience'),
      )
    : notDone(
        `No ${title} configuration is published.`,
        'Publish one: add it, unless there is a draft in the list.',
        links.configurations({ kind }),
      );
}

function devicePasscode(facts: GuideFacts): Found {
  const required = published(facts, 'passcode').filter(
    ({ value, audience }) => value['required'] !== false && audience !== 'none',
  );
  const [existing] = published(facts, 'passcode');
  return required.length > 0
    ? done(`Required by: ${required.map(({ name }) => name).join(', ')}.`)
    : notDone(
        'No Passcode configuration requires a device passcode; without one iOS protects no data, and Web@Work cannot encrypt its own.',
        'Add a Passcode configuration, or edit an existing one.',
        existing ? links.configuration(existing.id, 'value.required') : links.newConfiguration('passcode'),
      );
}

type Kind = CatalogApp['kind'];

/** Apps by which the credentials of a provider are obtained: one of each list. */
function obtaining({ provider, platform }: GuideFacts): readonly (readonly Kind[])[] {
  switch (provider) {
    case 'lanyard':
      return [];
    case 'entrust':
      return platform === 'android'
        ? [['secure-apps-manager'], ['piv-d-manager']]
        : [['piv-d-manager', 'maas360-piv-d']];
    case 'purebred':
      return [['piv-d-manager']];
    case 'other':
      return [['derived-credential-app']];
  }
}

function derivedCredentialApp(facts: GuideFacts): Found {
  const { provider, platform, apps } = facts;
  const needs = obtaining(facts);
  if (needs.length === 0) return done('People open the wallet from the portal: there is nothing to distribute.');
  const found = needs.flatMap((kinds) => apps.find(({ kind }) => kinds.includes(kind)) ?? []);
  const names = found.map(({ name }) => `"${name}"`).join(' and ');
  if (found.length === needs.length) return done(`${names} ${found.length === 1 ? 'is' : 'are'} in the catalog.`);
  const support = providerSupport(provider, platform);
  const needed = support.supported ? support.apps.join(', ') : 'no app';
  return notDone(
    found.length === 0
      ? `The catalog has none for ${platform === 'ios' ? 'iOS' : 'Android'}; needed: ${needed}.`
      : `The catalog has ${names} and not the other; needed: ${needed}.`,
    'Add the app to the catalog.',
    links.newApp,
  );
}

function managedApps({ apps }: GuideFacts): Found {
  const given = apps.filter(({ app_connect, certificates }) => app_connect && certificates > 0);
  if (given.length > 0) return done(`Get certificates: ${given.map(({ name }) => name).join(', ')}.`);
  const using = apps.find(({ app_connect }) => app_connect);
  return notDone(
    'No app configuration gives an AppConnect app a certificate.',
    'Add an app configuration with certificate keys to the apps that use credentials.',
    using ? links.app(using.id) : links.newApp,
  );
}

function clipReached(facts: GuideFacts): Found {
  const { anyOnIos, withoutClip } = facts;
  if (!anyOnIos)
    return cannotTell(
      'No iOS device has a derived credential yet, so it reached none.',
      'Have somebody set up a phone, and look again.',
      links.devices({ platform: 'ios' }),
    );
  if (withoutClip === null)
    return cannotTell(
      'There are so many devices that counting takes too long.',
      'Look at the devices.',
      links.devices({ platform: 'ios' }),
    );
  if (withoutClip.count === 0) return done('No device with a credential lacks it.');
  const [clip] = published(facts, 'app_catalog');
  const many = withoutClip.atLeast ? `more than ${withoutClip.count}` : String(withoutClip.count);
  return notDone(
    withoutClip.count === 1 && !withoutClip.atLeast
      ? '1 iOS device with a derived credential has not been sent the App Catalog web clip.'
      : `${many} iOS devices with a derived credential have not been sent the App Catalog web clip.`,
    'Widen the distribution of the web clip; those it reaches get it at their next check-in.',
    clip ? links.configuration(clip.id, 'audience') : links.newConfiguration('app_catalog'),
  );
}
