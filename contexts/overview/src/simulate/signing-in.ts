import { emailAddress, upn as principalName, type ErrorCode } from '@lanyard/contract';
import { links } from '../links.ts';
import type { Facts } from './facts.ts';
import { fails, failsWith, passes, unknown, type Judgement, type Step } from './judgement.ts';

/** Steps at the desk: who it is, and whether their card opens the portal. */
export const signingIn: readonly Step[] = [
  { step: 'account', title: 'The account is active', judge: account },
  { step: 'upn', title: 'The User Principal Name can be on a card', judge: upn },
  { step: 'portal-authentication', title: 'The portal takes certificates', judge: portal },
  { step: 'card', title: 'The smart card opens the portal', judge: card },
];

/** Told after registration, where it first matters. */
export const emailStep: Step = { step: 'email', title: 'The e-mail address can be in certificates', judge: email };

function account({ person }: Facts): Judgement {
  return person.state === 'active'
    ? passes('They may sign in.')
    : fails('person_not_active', `The account is ${person.state}.`, {
        next: 'Set the person to active, if that is right.',
        link: links.person(person.id),
      });
}

function upn({ person }: Facts): Judgement {
  return principalName.safeParse(person.upn).success
    ? passes(`Cards that name ${person.upn} are theirs.`)
    : fails('person_unknown', `No card can carry "${person.upn}".`, {
        next: 'Correct the UPN: it has to be that of the card, letter by letter.',
        link: links.person(person.id),
      });
}

function portal({ portal: its }: Facts): Judgement {
  const { value, from } = its;
  const wayOut = {
    next: 'Upload the CA certificate of their cards in this setting.',
    link: links.setting('portal_authentication', 'anchors', its),
  };
  if (value.type !== 'Certificate')
    return fails('portal_closed', `The setting "${from}" wins for them, and it closes the portal.`, {
      next: 'Choose the type Certificate, or give their group a setting that has it.',
      link: links.setting('portal_authentication', 'type', its),
    });
  if (value.anchors.length === 0)
    return fails('certificate_not_trusted', `The setting "${from}" wins for them, and it trusts no issuer.`, wayOut);
  return passes(`The setting "${from}" wins for them and trusts ${value.anchors.length} issuer(s).`);
}

function card({ person, card: shown, anchorSpeaks, portal: its }: Facts): Judgement {
  const { value, from } = its;
  if (shown === null) {
    if (!anchorSpeaks && value.anchors.length > 0)
      return fails(
        'certificate_names_other_organisation',
        `No issuer of "${from}" may speak for ${suffixOf(person.upn)}.`,
        {
          next: 'Add the suffix to the issuer of their cards.',
          link: links.setting('portal_authentication', 'anchors', its),
        },
      );
    return unknown('They never showed a card here.', {
      next: 'Have them sign in once with their card.',
      link: links.cards({ person: person.id }),
    });
  }
  if (shown.refusal === null) return passes(`Their last card, ${shown.subject}, is good and would be accepted.`);
  return failsWith(shown.refusal, { next: cardCure(shown.refusal), link: cardLink(shown.refusal, person.id, its) });
}

/** Codes that a setting brings about, as against the card itself, and its field that does. */
const ofSettings: Readonly<Partial<Record<ErrorCode, string>>> = {
  certificate_not_trusted: 'anchors',
  certificate_names_other_organisation: 'anchors',
  certificate_wrong_kind: 'cardPolicies',
  portal_closed: 'type',
};

function cardLink(code: ErrorCode, personId: string, portalSetting: Facts['portal']): string {
  const field = ofSettings[code];
  return field === undefined
    ? links.cards({ person: personId })
    : links.setting('portal_authentication', field, portalSetting);
}

function cardCure(code: ErrorCode): string {
  switch (code) {
    case 'certificate_not_trusted':
      return 'Trust the issuer of their card in the setting that wins for them.';
    case 'certificate_names_other_organisation':
      return 'Add the suffix of their UPN to the issuer of their card.';
    case 'certificate_wrong_kind':
      return 'Look at the accepted card policies of the setting that wins for them.';
    case 'person_unknown':
      return 'Their card names another UPN: correct the UPN of the person, or have them show their present card.';
    case 'certificate_status_unknown':
      return 'Look whether the CRL or OCSP address of the card issuer can be reached from here.';
    case 'certificate_on_hold':
      return 'The office that issued the card can take the hold back.';
    default:
      return 'They need a good card: the office that issued it can help.';
  }
}

function email({ person, derived: { value } }: Facts): Judgement {
  const inCertificates = value.purposes.some((purpose) => purpose !== 'authentication');
  if (emailAddress.safeParse(person.email).success) return passes(`Notices go to ${person.email}.`);
  return inCertificates
    ? fails(
        'profile_refused',
        'Signing and encryption certificates name the e-mail address, and theirs cannot be written.',
        {
          next: 'Correct the e-mail address of the person.',
          link: links.person(person.id),
        },
      )
    : unknown('Their e-mail address cannot be written to: notices will not reach them.', {
        next: 'Correct the e-mail address of the person.',
        link: links.person(person.id),
      });
}

const suffixOf = (name: string): string => name.slice(name.lastIndexOf('@') + 1);
