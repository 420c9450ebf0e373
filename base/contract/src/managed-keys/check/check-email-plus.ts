import { finding, type Finding } from '../finding.ts';
import { checkReference, refusalOf } from './check-certificates.ts';
import { checkHost } from './check-host.ts';
import { checkVariables } from './check-pairs.ts';
import type { Subject } from './subject.ts';

/** The form of Email+ for iOS (APP-011 to APP-023). */
export function checkEmailPlus(subject: Subject): Finding[] {
  const { app, value } = subject;
  const isIts = app.kind === 'email-plus' && app.platform === 'ios';
  if (value.emailPlus === null)
    return isIts
      ? [
          finding(
            'error',
            'email_form_missing',
            'emailPlus',
            'Email+ for iOS needs its form: without an Exchange host there is no mail.',
            'Fill in the Email+ Configuration.',
          ),
        ]
      : [];
  if (!isIts)
    return [
      finding(
        'error',
        'email_form_elsewhere',
        'emailPlus',
        `The Email+ form is for Email+ on iOS, not for ${app.name}.`,
        'Remove it; on Android the same is said by keys.',
      ),
    ];
  const form = value.emailPlus;
  return [
    ...checkVariables('emailPlus.emailAddress', form.emailAddress),
    ...checkVariables('emailPlus.exchangeUserName', form.exchangeUserName),
    ...checkHost('emailPlus.exchangeHost', form.exchangeHost),
    ...identity(subject),
    ...switches(form),
  ];
}

function identity({ app, value, references }: Subject): Finding[] {
  const form = value.emailPlus;
  const field = 'emailPlus.identityCertificateId';
  const password = form?.password
    ? [
        finding(
          'warning',
          'email_password',
          'emailPlus.password',
          'A password was typed. It is not kept: the certificate proves who the person is.',
          'Leave the field empty.',
        ),
      ]
    : [];
  if (!form?.identityCertificateId)
    return [
      ...password,
      finding(
        'warning',
        'email_without_identity',
        field,
        'No identity certificate is chosen: Email+ will ask for a password.',
        'Choose an identity for Authentication.',
      ),
    ];
  const refused = refusalOf(app);
  if (refused !== null) return [...password, { ...refused, field }];
  const named = references.get(form.identityCertificateId);
  return [
    ...password,
    ...checkReference(app, field, named, { is: 'identity', purpose: 'authentication' }, 'Identity Certificate'),
  ];
}

function switches(form: NonNullable<Subject['value']['emailPlus']>): Finding[] {
  const on = (wrong: boolean, code: string, field: string, words: string, next: string) =>
    wrong ? [finding('warning', code, `emailPlus.${field}`, words, next)] : [];
  return [
    ...on(
      !form.sslRequired,
      'email_without_ssl',
      'sslRequired',
      'Without SSL mail travels in clear, and no certificate can be shown.',
      'Switch it on.',
    ),
    ...on(
      form.trustAllCertificates,
      'email_trusts_all',
      'trustAllCertificates',
      'Anybody on the way can pose as the mail server.',
      'Switch it off, and distribute the CA of the server.',
    ),
    ...on(
      form.promptForPassword,
      'email_prompts',
      'promptForPassword',
      'People are asked for a password that they do not need.',
      'Switch it off.',
    ),
    ...on(
      form.lotusNotesTraveler,
      'email_lotus',
      'lotusNotesTraveler',
      'Certificates are shown to Microsoft Exchange, not to Lotus Notes Traveler.',
      'Switch it off.',
    ),
  ];
}
