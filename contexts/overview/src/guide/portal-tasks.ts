import { providerNames } from '@lanyard/contract';
import { links } from '../links.ts';
import type { GuideFacts } from './guide-facts.ts';
import { cannotTell, done, notDone, type Found, type Task } from './task.ts';

const isEntrust = ({ provider }: GuideFacts): boolean => provider === 'entrust';
/** Those whose credentials people request in our portal. */
const isRequestedHere = ({ provider }: GuideFacts): boolean => provider === 'lanyard' || provider === 'entrust';

/** Set-up of the portal and the registration: the first four steps. */
export const portalTasks: readonly Task[] = [
  {
    task: 'certificate-authentication',
    title: 'Let people sign in with their smart card',
    required: isRequestedHere,
    look: certificateAuthentication,
  },
  { task: 'provider-enabled', title: 'Enable the derived credential provider', look: providerEnabled },
  {
    task: 'self-service-url',
    title: 'Switch on "Derived Mobile Smart Credential"',
    applies: isRequestedHere,
    look: selfService,
  },
  { task: 'pin-registration', title: 'Register devices by PIN', required: isEntrust, look: pinRegistration },
];

/** What the job needs besides, and nobody thinks of. */
export const standingTasks: readonly Task[] = [
  { task: 'people', title: 'Bring in the people', look: people },
  { task: 'mail', title: 'Have mail delivered', required: () => false, look: mail },
];

function certificateAuthentication({ portals }: GuideFacts): Found {
  const trusting = portals.filter(({ type, anchors }) => type === 'Certificate' && anchors.length > 0);
  return trusting.length > 0
    ? done(`Cards are trusted by ${trusting.length === 1 ? '1 setting' : `${trusting.length} settings`}.`)
    : notDone(
        'No "Self Service Portal Authentication" setting trusts an issuer of smart cards.',
        'Choose the type Certificate, and upload the CA certificate of the cards.',
        links.setting('portal_authentication', 'anchors'),
      );
}

function providerEnabled({ provider, enabledProviders }: GuideFacts): Found {
  return enabledProviders.includes(provider)
    ? done(`${providerNames[provider]} is enabled.`)
    : notDone(
        `${providerNames[provider]} is not enabled.`,
        provider === 'other' ? 'Add one, and enable it.' : 'Enable it.',
        links.provider(provider === 'other' ? 'new' : provider),
      );
}

function selfService({ portals, provider }: GuideFacts): Found {
  const on = portals.filter((portal) => portal.derivedMobileSmartCredential && portal.provider === provider);
  if (on.length > 0)
    return done(
      provider === 'entrust'
        ? `People are sent to ${on[0]?.selfServiceModuleUrl ?? ''}.`
        : 'The portal offers "Request PIN and Derived Credential".',
    );
  return notDone(
    `No setting with the provider ${providerNames[provider]} has "Derived Mobile Smart Credential" on.`,
    provider === 'entrust'
      ? 'Switch it on, and enter the Entrust IdentityGuard Self Service Module URL.'
      : 'Switch it on in the setting.',
    links.setting(
      'portal_authentication',
      provider === 'entrust' ? 'selfServiceModuleUrl' : 'derivedMobileSmartCredential',
    ),
  );
}

function pinRegistration({ registrations }: GuideFacts): Found {
  return registrations.some(({ type }) => type === 'PIN Only')
    ? done('A "Device Registration" setting is "PIN Only".')
    : notDone(
        'No "Device Registration" setting lets a device be registered.',
        'Choose "PIN Only".',
        links.setting('device_registration', 'type'),
      );
}

function people({ people: { some } }: GuideFacts): Found {
  return some
    ? done('There are people who may sign in.')
    : notDone('Nobody may sign in.', 'Add people by hand, from a CSV file, or from your directory.', links.people());
}

/** Mail that takes longer than this has met with trouble. */
const MAIL_TAKES_MS = 600_000;

function mail({ people: { mail_since: since, mail_sent: sent }, now }: GuideFacts): Found {
  if (since !== null && now.getTime() - since.getTime() > MAIL_TAKES_MS)
    return notDone(
      `Mail waits to leave since ${since.toISOString()}.`,
      'Look at the mail server that LANYARD_SMTP_URL names.',
      links.settings(),
    );
  return sent
    ? done('Mail leaves.')
    : cannotTell('No mail was sent yet.', 'Invite somebody, and look whether the mail arrives.', links.people());
}
