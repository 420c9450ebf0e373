import type { Purpose } from '@lanyard/contract';
import { links } from '../links.ts';
import type { Facts } from './facts.ts';
import { fails, failsWith, passes, unknown, type Judgement, type Step } from './judgement.ts';

/** Steps from the activation password to apps that work. */
export const issuing: readonly Step[] = [
  { step: 'authority', title: 'The authority can sign', judge: authority },
  { step: 'status', title: 'The authority publishes what it revoked', judge: status },
  { step: 'profiles', title: 'Every purpose can be certified', judge: profiles },
  { step: 'configurations', title: 'Configurations name certificates that there will be', judge: configurations },
  { step: 'wallet', title: 'The wallet’s rules can be met', judge: wallet },
];

const isOurs = ({ portal }: Facts): boolean => portal.value.provider === 'lanyard';
const elsewhere = passes('Another provider makes the credential.');
const authorities = { link: links.authorities() };

function authority(facts: Facts): Judgement {
  if (!isOurs(facts)) return elsewhere;
  const { authority: its, frozen, now } = facts;
  if (its === null)
    return failsWith('authority_unknown', { next: 'Make an authority for derived credentials.', ...authorities });
  if (frozen) return failsWith('signing_frozen', { next: 'Run "lanyard recover" at the server.', ...authorities });
  if (its.offline)
    return failsWith('issuer_unavailable', { next: 'Make an authority whose key is here.', ...authorities });
  if (its.notAfter <= now)
    return fails('profile_refused', `The certificate of ${its.id} has expired.`, {
      next: 'Make a successor of the authority.',
      ...authorities,
    });
  return passes(`${its.id} signs until ${its.notAfter.toISOString().slice(0, 10)}.`);
}

function status(facts: Facts): Judgement {
  const { authority: its, now } = facts;
  if (!isOurs(facts) || its === null) return elsewhere;
  if (its.crlEnds !== null && its.crlEnds > now) return passes(`Its CRL is good until ${its.crlEnds.toISOString()}.`);
  const why =
    its.crlEnds === null
      ? `${its.id} has published no CRL.`
      : `The CRL of ${its.id} is out of date since ${its.crlEnds.toISOString()}.`;
  return unknown(`${why} The credential is made, but servers that check it may refuse it.`, {
    next: 'Publish a CRL, and look at the jobs.',
    ...authorities,
  });
}

function profiles(facts: Facts): Judgement {
  if (!isOurs(facts)) return elsewhere;
  const { value, from } = facts.derived;
  const bare = value.purposes.filter((purpose) => value.policies[purpose].length === 0);
  if (bare.length > 0)
    return fails('profile_refused', `"${from}" names no certificate policy for: ${bare.join(', ')}.`, {
      next: 'Name a policy for each purpose.',
      link: links.setting('derived_credential', 'policies', facts.derived),
    });
  return passes(`Made are: ${value.purposes.join(', ')}, with ${value.keyType} keys.`);
}

const usageOf: Readonly<Record<string, Purpose>> = {
  Authentication: 'authentication',
  Signing: 'signing',
  Encryption: 'encryption',
};

/** The credential itself is made whatever these say: who has such an app is another matter. */
function configurations({ identities, dangling, portal, derived }: Facts): Judgement {
  if (dangling !== null)
    return unknown(
      `"${dangling.app}" is to get a certificate as ${dangling.key}, from a configuration that is not published.`,
      {
        next: 'Publish the configuration, or choose another in the app configuration.',
        link: links.apps({ q: dangling.app }),
      },
    );
  const its = portal.value.provider;
  const missing = identities.find(({ usage, provider }) => {
    const purpose = usageOf[usage];
    const theirs = provider === 'any' || provider === its;
    return (
      theirs &&
      its === 'lanyard' &&
      purpose !== undefined &&
      !(derived.value.purposes as readonly Purpose[]).includes(purpose)
    );
  });
  if (missing === undefined) return passes('Identity certificates refer to purposes that are made.');
  return unknown(
    `"${missing.name}" gives apps the certificate for ${missing.usage}, and "${derived.from}" makes none.`,
    {
      next: 'Add the purpose to the setting, or change the configuration.',
      link: links.configuration(missing.id),
    },
  );
}

function wallet({ wallet: its }: Facts): Judgement {
  const { value, from } = its;
  const { type, minComplex, minLength } = value.passcode;
  const wayOut = { next: 'Change the passcode rules.', link: links.setting('wallet', 'passcode', its) };
  if (type === 'numeric' && minComplex > 0)
    return fails(
      null,
      `"${from}" asks for digits only and for ${minComplex} complex characters: no passcode has both.`,
      wayOut,
    );
  if (value.offlineOpening && (type === 'numeric' || minLength < 12))
    return passes('A passcode can be chosen; opening without the server will need a passkey.');
  return passes(`A passcode of ${Math.max(minLength, minComplex)} characters or more.`);
}
