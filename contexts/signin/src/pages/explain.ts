import type { ErrorCode } from '@lanyard/contract';
import type { CertificateKind } from '../card/certificate-kind.ts';

/** What the person can do from a page: try another certificate, the same again, begin anew at the portal, or nothing here. */
export type WayOut = 'another certificate' | 'try again' | 'start again' | 'portal';

export interface Explanation {
  /** Why it happened, after the title that says what happened. */
  readonly why: string;
  /** What to do when the catalogue's next step does not fit this page. */
  readonly next?: string;
  readonly wayOut: WayOut;
}

const another = (why: string): Explanation => ({ why, wayOut: 'another certificate' });

const kinds: Partial<Record<string, string>> = {
  signature:
    'You chose the certificate that signs documents and mail. It is not accepted for signing in, so that a signature is never given by accident.',
  encryption: 'You chose the certificate that opens encrypted mail. It says nothing about who sits at this computer.',
  'card authentication':
    'You chose the certificate that opens doors. It names the card and not you, and works without your PIN.',
  authority: 'This is the certificate of an issuer, not of a person.',
  'card policy': 'It was not issued under one of the card policies that this organisation accepts for signing in.',
  other: 'Its key usage does not allow signing in.',
} satisfies Record<Exclude<CertificateKind, 'authentication'> | 'card policy', string>;

const explanations: Partial<Record<ErrorCode, Explanation>> = {
  certificate_missing: {
    ...another(
      'The browser sent none: no card was in the reader, the choice was cancelled, or this computer has no certificate from an issuer that is accepted here.',
    ),
    next: 'Put the card into the reader, wait until its light is steady, and choose a certificate again. If the browser does not ask, close all of its windows and open the portal again.',
  },
  certificate_without_upn: another(
    'Signing in finds you by the User Principal Name in the certificate, and this one carries none. Of the certificates on a PIV card only the one for authentication has it.',
  ),
  certificate_not_trusted: another(
    'No path leads from it to an issuer that this organisation trusts. It may be a certificate of this computer or of another organisation.',
  ),
  certificate_revoked: another(
    'Its issuer has withdrawn it, for instance because the card was reported lost or was replaced.',
  ),
  certificate_on_hold: another(
    'Its issuer has suspended it for now. Once the issuer lifts that, the same certificate works again.',
  ),
  certificate_expired: another('Its last day is over. Cards are renewed by the office that issued them.'),
  certificate_not_yet_valid: another(
    'Its first day is still to come, or the clock of this server or of the issuer is wrong.',
  ),
  certificate_invalid: another(
    'Its signature, its dates, or one of the issuers above it does not hold up against the rules for certificates (RFC 5280).',
  ),
  certificate_status_unknown: {
    why: 'At every sign-in the issuer is asked whether the card was withdrawn, and it could not be reached or gave no usable answer. Nobody is let in on a guess.',
    wayOut: 'try again',
  },
  certificate_derived: another(
    'A derived credential lives on a phone or a computer and was itself made from a card. It cannot be used to make or manage others.',
  ),
  certificate_names_other_organisation: another(
    'The issuer is trusted here, but only for the people of its own organisation, and the name in this certificate belongs to another one.',
  ),
  person_unknown: {
    why: 'The certificate passed every check. What is missing is an account with this name.',
    wayOut: 'another certificate',
  },
  person_not_active: {
    why: 'The certificate passed every check, but the account that belongs to it is not active.',
    wayOut: 'portal',
  },
  portal_closed: {
    why: 'Another certificate would not help: no smart card opens this portal for you. Your organisation closed it, or gives derived credentials in another way.',
    wayOut: 'portal',
  },
  mobile_browser: {
    why: 'A phone or tablet has no smart card reader that a browser could use. The portal makes the credential for your phone at a desktop first.',
    next: 'Open the portal on a desktop computer with a smart card reader. Your phone comes later: it scans a code from that screen.',
    wayOut: 'portal',
  },
  sign_in_attempt_unknown: {
    why: 'A sign-in can be finished only in the browser where it was begun, once, and within ten minutes.',
    wayOut: 'start again',
  },
  rate_limited: {
    why: 'To keep guessing and overload out, only so many tries a minute are taken.',
    wayOut: 'try again',
  },
  database_unavailable: { why: 'The card host could not store your sign-in.', wayOut: 'try again' },
};

/** @param kind which other certificate it was, for `certificate_wrong_kind` */
export function explain(code: ErrorCode, kind?: unknown): Explanation {
  if (code === 'certificate_wrong_kind') return another(kinds[String(kind)] ?? kinds.other ?? '');
  if (code === 'not_found')
    return { why: 'The card host has only the page that asks for your certificate.', wayOut: 'start again' };
  return explanations[code] ?? { why: 'The card host could not do what the browser asked.', wayOut: 'start again' };
}

/** The certificate to choose, as pickers show it. */
export const toChoose = {
  name: 'PIV Authentication certificate',
  signs: [
    'Windows and browsers may call it "Authentication", "Smart Card Logon" or "Client Authentication".',
    'Its details show your User Principal Name, which looks like a mail address.',
    'It comes from the issuer of your agency card, not from this computer.',
  ],
} as const;

export const kindInWords: Record<CertificateKind, string> = {
  authentication: 'PIV Authentication',
  signature: 'Digital Signature',
  encryption: 'Key Management (encryption)',
  'card authentication': 'Card Authentication',
  authority: 'Issuer',
  other: 'Not one of a PIV card',
};
