import { providerNames, providerSupport, type Platform } from '@lanyard/contract';
import { links } from '../links.ts';
import type { Facts } from './facts.ts';
import { fails, passes, unknown, type Judgement, type Step } from './judgement.ts';

/** Steps from the request to the registered phone. */
export const requesting: readonly Step[] = [
  { step: 'request', title: 'They may request a PIN and a derived credential', judge: request },
  { step: 'device-limit', title: 'They may have another device', judge: deviceLimit },
  { step: 'registration-pin', title: 'A phone is registered by PIN', judge: registrationPin },
  { step: 'platform', title: 'Their kind of phone is registered', judge: platform },
  { step: 'os-version', title: 'Its operating system is new enough', judge: osVersion },
];
export const providerStep: Step = {
  step: 'provider',
  title: 'Their provider makes credentials for their phone',
  judge: provider,
};

function request({ portal, registration }: Facts): Judgement {
  if (!registration.value.allowNewPin)
    return fails('new_pin_not_allowed', `"${registration.from}" wins for them and lets nobody request a PIN.`, {
      next: 'Switch on "Allow user to request a new PIN".',
      link: links.setting('device_registration', 'allowNewPin', registration),
    });
  if (portal.value.provider === 'purebred' || portal.value.provider === 'other')
    return passes('The portal offers "Request a PIN"; the credential is made with the app of the provider.');
  if (!portal.value.derivedMobileSmartCredential)
    return fails(
      null,
      `"${portal.from}" wins for them, and there "Derived Mobile Smart Credential" is off: they get a PIN alone.`,
      {
        next: 'Switch it on in this setting.',
        link: links.setting('portal_authentication', 'derivedMobileSmartCredential', portal),
      },
    );
  return passes('The portal offers "Request PIN and Derived Credential".');
}

function deviceLimit({ person, activeDevices, registration: { value } }: Facts): Judgement {
  return activeDevices < value.maxDevices
    ? passes(`They have ${activeDevices} of ${value.maxDevices} devices.`)
    : fails('device_limit', `They have ${activeDevices} devices, and ${value.maxDevices} are allowed.`, {
        next: 'Retire one that they do not use any more, or raise the limit.',
        link: links.devices({ person: person.id, state: 'active' }),
      });
}

function registrationPin({ registration }: Facts): Judgement {
  const { value, from } = registration;
  return value.type === 'PIN Only'
    ? passes(`A PIN of ${value.pinLength} characters, good for ${value.pinMinutes} minutes.`)
    : fails(null, `"${from}" wins for them, and with it they register no devices.`, {
        next: 'Choose "PIN Only" in this setting.',
        link: links.setting('device_registration', 'type', registration),
      });
}

function platform({ admission, phone, registration }: Facts): Judgement {
  const { from } = registration;
  const allowed = [...admission].filter(([, code]) => code !== 'platform_not_allowed').map(([name]) => name);
  if (allowed.length > 0) return passes(`Registered are: ${allowed.join(', ')}.`);
  return fails('platform_not_allowed', `"${from}" does not register ${phone.platform ?? 'any phone'}.`, {
    next: 'Allow this kind of device in the setting, or use another phone.',
    link: links.setting(
      'device_registration',
      phone.platform === 'desktop' ? 'allowDesktop' : 'allowUnknownPlatform',
      registration,
    ),
  });
}

function osVersion({ admission, phone, registration }: Facts): Judgement {
  const { value, from } = registration;
  const { enabled, ios, android } = value.minimumVersion;
  if (!enabled) return passes('No minimum is set.');
  const wayOut = {
    next: 'Have the phone updated before it is registered, or lower the minimum.',
    link: links.setting('device_registration', 'minimumVersion', registration),
  };
  const minimum = `iOS ${ios}, Android ${android}`;
  if (phone.platform === null || phone.osVersion === null)
    return unknown(`"${from}" asks for ${minimum}; which phone it will be was not said.`, wayOut);
  if (admission.get(phone.platform) === 'os_too_old')
    return fails('os_too_old', `${phone.osVersion} is older than "${from}" asks for: ${minimum}.`, wayOut);
  return passes(`${phone.osVersion} is not older than ${minimum}.`);
}

function provider({ portal, phone, enabledProviders, admission }: Facts): Judgement {
  const its = portal.value.provider;
  const platforms: readonly Platform[] = phone.platform === null ? [...admission.keys()] : [phone.platform];
  const supports = platforms.map((each) => providerSupport(its, each));
  const [first] = supports;
  if (!enabledProviders.includes(its))
    return fails(null, `${providerNames[its]} is not enabled.`, {
      next: 'Enable it, or choose another provider in the setting.',
      link: links.providers(),
    });
  if (first !== undefined && supports.every(({ supported }) => !supported))
    return fails(null, first.supported ? '' : first.reason, {
      next: 'Choose another provider in the setting that wins for them.',
      link: links.setting('portal_authentication', 'provider', portal),
    });
  if (its !== 'lanyard')
    return unknown(
      `${providerNames[its]} makes the credential elsewhere: what happens there cannot be seen from here.`,
      {
        next: 'Look at the provider’s own console.',
        link: links.providers(),
      },
    );
  return passes('The built-in issuer makes it.');
}
