import { z } from 'zod';
import { text } from '../../common.ts';
import { derivedPiv } from './purpose.ts';

const host = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'is not a host name');

/** "ActiveSync": the device's own mail, with the derived credential as its identity. */
export const mailConfiguration = z.strictObject({
  host: host.meta({
    title: 'Exchange host',
    description: 'The fully qualified domain name of the mail server; it must accept certificates.',
  }),
  emailAddress: text(254).default('${userEmailAddress}').meta({
    title: 'Email address',
    description: 'Typically ${userEmailAddress}.',
  }),
  userName: text(254).default('${userUID}').meta({
    title: 'User name',
    description: 'Typically ${userUID} or ${userUIDLocalPart}.',
  }),
  ssl: z.boolean().default(true).meta({
    title: 'Use SSL',
    description: 'Connect by HTTPS only. A certificate proves nothing without it.',
  }),
  identity: derivedPiv.default('Derived PIV Credentials').meta({
    title: 'Identity Certificate',
    description: 'The certificate that the device shows to the server: the one for authentication.',
  }),
  smimeSigning: derivedPiv.default('none').meta({
    title: 'SMIME Signing Certificate',
    description: 'The certificate that mail is signed with.',
  }),
  smimeEncryption: derivedPiv.default('none').meta({
    title: 'SMIME Encryption Certificate',
    description: 'The certificate that mail is encrypted for.',
  }),
  syncDays: z.number().int().min(0).max(31).default(7).meta({
    title: 'Past days of mail to sync',
    description: 'Days; 0 for all.',
  }),
});
export type MailConfiguration = z.infer<typeof mailConfiguration>;
