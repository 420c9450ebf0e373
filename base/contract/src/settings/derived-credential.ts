import { z } from 'zod';
import { keyType, purpose } from '../common.ts';
import { oid } from './fields.ts';

const policiesOf = (title: string, fallback: string) =>
  z
    .array(oid)
    .max(5)
    .default([fallback])
    .meta({ title, description: 'Object identifiers asserted in the certificate.' });

/** How derived credentials of the built-in issuer are requested, made and ended. */
export const derivedCredentialSetting = z.strictObject({
  /** SP 800-63B-4 allows 10 minutes; longer is accepted with a warning. */
  windowMinutes: z
    .number()
    .int()
    .min(3)
    .max(60)
    .default(10)
    .meta({ title: 'Time to activate', description: 'Minutes for which an activation password works.' }),
  passwordLength: z
    .number()
    .int()
    .min(8)
    .max(16)
    .default(8)
    .meta({ title: 'Activation password length', description: 'Characters; eight have 40 bits.' }),
  wrongPasswords: z
    .number()
    .int()
    .min(3)
    .max(10)
    .default(5)
    .meta({ title: 'Wrong activation passwords', description: 'Tries on a registered device before a request locks.' }),
  activatingHours: z
    .number()
    .int()
    .min(1)
    .max(72)
    .default(24)
    .meta({ title: 'Time to finish', description: 'Hours for a phone to finish once the password was accepted.' }),
  purposes: z
    .array(purpose.exclude(['decryption']))
    .min(1)
    .default(['authentication', 'signing', 'encryption'])
    .meta({ title: 'Purposes', description: 'One certificate is made for each.' }),
  keyType: keyType.default('ec-p256').meta({ title: 'Key type', description: 'Of every key of a credential.' }),
  /** At most 1096 days (FPKI CP §6.3.2). */
  lifetimeDays: z
    .number()
    .int()
    .min(1)
    .max(1096)
    .default(1095)
    .meta({ title: 'Lifetime', description: 'Days; with the strict cascade never beyond the end of the card.' }),
  policies: z
    .strictObject({
      authentication: policiesOf('Policies of the authentication certificate', '2.16.840.1.101.3.2.1.48.11'),
      signing: policiesOf('Policies of the signing certificate', '2.16.840.1.101.3.2.1.48.9'),
      encryption: policiesOf('Policies of the encryption certificate', '2.16.840.1.101.3.2.1.48.9'),
    })
    .prefault({})
    .meta({ title: 'Certificate policies', description: 'None of the federal PKI is asserted unless you name it.' }),
  cascade: z.enum(['strict', 'account']).default('strict').meta({
    title: 'When the card ends',
    description:
      'Strict: the derived credential ends with its card. Account: it ends with the person’s account, and a lost card asks the person.',
  }),
  successorMoves: z
    .boolean()
    .default(true)
    .meta({ title: 'Follow a new card', description: 'Signing in with a successor card moves the credential to it.' }),
  recheckDays: z
    .number()
    .int()
    .min(1)
    .max(30)
    .default(7)
    .meta({ title: 'Check the card again', description: 'Days after issuing.' }),
});
export type DerivedCredentialSetting = z.infer<typeof derivedCredentialSetting>;
