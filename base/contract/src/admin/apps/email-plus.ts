import { z } from 'zod';
import { uuid } from '../../common.ts';

const word = z.string().trim().max(300);

/** "Email+ Configuration" of Email+ for iOS. On Android the same is said by keys. */
export const emailPlusForm = z.strictObject({
  emailAddress: word.default('${userEmailAddress}').meta({
    title: 'Email Address',
    description: 'The person’s address, typically ${userEmailAddress}.',
  }),
  password: z.string().max(300).default('').meta({
    title: 'Email Password',
    description: 'Stays empty: the certificate proves who the person is. A password is never kept here.',
  }),
  exchangeHost: word.default('').meta({
    title: 'Exchange Host',
    description: 'Fully qualified domain name of the Exchange server, not of Standalone Sentry.',
  }),
  exchangeUserName: word.default('${userUID}').meta({
    title: 'Exchange Username',
    description: 'Typically ${userUID}; ${userUIDLocalPart} for the part before the @.',
  }),
  sslRequired: z.boolean().default(true).meta({
    title: 'SSL Required',
    description: 'Connects by HTTPS only. Without it no certificate can be shown.',
  }),
  galMinimumCharacters: z.number().int().min(1).max(20).default(4).meta({
    title: 'Minimum Characters for GAL Search',
    description: 'Letters typed before the global address list is searched.',
  }),
  identityCertificateId: uuid.nullable().default(null).meta({
    title: 'Identity Certificate',
    description: 'Identifies the person to the Exchange server: an Identity Certificate for Authentication.',
  }),
  trustAllCertificates: z.boolean().default(false).meta({
    title: 'Trust All Certificates',
    description: 'Stays off: it would let anybody pose as the mail server.',
  }),
  promptForPassword: z.boolean().default(false).meta({
    title: 'Prompt for Password Before Connecting to Server',
    description: 'Stays off: there is no password to ask for.',
  }),
  lotusNotesTraveler: z.boolean().default(false).meta({
    title: 'Lotus Notes Traveler',
    description: 'Stays off: certificates are shown to Microsoft Exchange.',
  }),
});
export type EmailPlusForm = z.infer<typeof emailPlusForm>;
