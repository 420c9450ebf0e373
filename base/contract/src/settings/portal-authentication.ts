import { z } from 'zod';
import { provider, uuid } from '../common.ts';
import { providerNames } from '../provider-support.ts';
import { httpsAddress, oid } from './fields.ts';

/** One trusted issuer of smart cards. Once two are trusted, each must name the UPN suffixes that it speaks for. */
export const trustAnchor = z.strictObject({
  name: z.string().max(200).meta({ title: 'Name', description: 'What you call this issuer.' }),
  certificate: z
    .string()
    .max(16_384)
    .meta({ title: 'CA certificate', description: 'PEM. Cards of this issuer open the portal.' }),
  upnSuffixes: z.array(z.string().max(200)).max(100).default([]).meta({
    title: 'UPN suffixes',
    description:
      'What stands after the @ of the people whom this issuer may name, for example agency.example. Needed as soon as two issuers are trusted.',
  }),
});
export type TrustAnchor = z.infer<typeof trustAnchor>;

const fields = z.strictObject({
  type: z.enum(['Certificate', 'None']).default('Certificate').meta({
    title: 'Self Service Portal Authentication Type',
    description: 'Certificate: people sign in with their smart card. None: the portal is closed to them.',
  }),
  anchors: z.array(trustAnchor).max(50).default([]).meta({
    title: 'Trusted issuers',
    description: 'CA certificates from the PEM file that you choose. They work on every node the moment you save.',
  }),
  intermediates: z.array(z.string().max(16_384)).max(200).default([]).meta({
    title: 'Supporting chain',
    description: 'Issuing CA certificates between a card and its trusted issuer, PEM.',
  }),
  /** When named, only a certificate with one of these policies is primary. */
  cardPolicies: z.array(oid).max(50).default([]).meta({
    title: 'Accepted card policies',
    description: 'When any is named, only a certificate issued under one of these policies counts as a smart card.',
  }),
  /** Which of these policies mark a derived credential of another issuer. */
  derivedPolicies: z.array(oid).max(50).default(['2.16.840.1.101.3.2.1.3.40', '2.16.840.1.101.3.2.1.3.41']).meta({
    title: 'Policies of derived credentials',
    description: 'A certificate under one of these policies is a derived credential and never counts as a card.',
  }),
  /** One button requests the PIN and the credential together. */
  derivedMobileSmartCredential: z.boolean().default(false).meta({
    title: 'Derived Mobile Smart Credential',
    description:
      'On: the portal offers "Request PIN and Derived Credential". Off: it offers "Request a PIN". Needs the type Certificate.',
  }),
  provider: provider.default('lanyard').meta({
    title: 'Derived credential provider',
    description: 'Who makes the derived credentials of these people. The provider must be enabled under Providers.',
    options: providerNames,
  }),
  /** Which of the providers of the kind `other`. */
  otherProviderId: uuid
    .nullable()
    .default(null)
    .meta({ title: 'Other provider', description: 'Which one, where the provider is Other.' }),
  /** Kept exactly as typed: it is where the browser is sent. */
  selfServiceModuleUrl: httpsAddress.nullable().default(null).meta({
    title: 'Entrust IdentityGuard Self Service Module URL',
    description:
      'Where the portal sends people who request a derived credential, for example https://ssm.agency.example:8448/SelfService.',
  }),
  sessionMinutes: z
    .number()
    .int()
    .min(5)
    .max(720)
    .default(60)
    .meta({ title: 'Session length', description: 'Minutes after which a person has to sign in again.' }),
});

/** "Self Service Portal Authentication" */
export const portalAuthenticationSetting = fields.superRefine((value, context) => {
  const refuse = (path: keyof typeof value, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (value.derivedMobileSmartCredential) {
    if (value.type !== 'Certificate')
      refuse('derivedMobileSmartCredential', 'is available only where people sign in with a certificate');
    if (value.provider === 'entrust' && value.selfServiceModuleUrl === null)
      refuse('selfServiceModuleUrl', 'is required while Derived Mobile Smart Credential is on');
    if (value.provider === 'purebred' || value.provider === 'other')
      refuse('derivedMobileSmartCredential', 'is for the providers Lanyard and Entrust; others offer "Request a PIN"');
  }
  if (value.provider === 'other' && value.otherProviderId === null)
    refuse('otherProviderId', 'is required where the provider is Other');
});
export type PortalAuthenticationSetting = z.infer<typeof portalAuthenticationSetting>;
