import { z } from 'zod';

/** "Passcode": the passcode of the device itself, on which its data protection stands. */
export const passcodeConfiguration = z.strictObject({
  required: z.boolean().default(true).meta({
    title: 'Require passcode',
    description: 'The device has a passcode. On iOS data protection, which Web@Work needs, works only with one.',
  }),
  allowSimple: z.boolean().default(false).meta({
    title: 'Allow simple value',
    description: 'Repeated, ascending and descending characters are allowed.',
  }),
  alphanumeric: z.boolean().default(false).meta({
    title: 'Require alphanumeric value',
    description: 'The passcode has at least one letter.',
  }),
  minLength: z.number().int().min(4).max(16).default(6).meta({
    title: 'Minimum passcode length',
    description: 'Characters.',
  }),
  minComplex: z.number().int().min(0).max(4).default(0).meta({
    title: 'Minimum number of complex characters',
    description: 'Characters that are neither letters nor digits.',
  }),
  maxAgeDays: z.number().int().min(0).max(730).default(0).meta({
    title: 'Maximum passcode age',
    description:
      'Days after which it is to be changed; 0 for never (SP 800-63B-4 advises against changing without cause).',
  }),
  autoLockMinutes: z.number().int().min(1).max(15).default(5).meta({
    title: 'Auto-lock',
    description: 'Minutes without use after which the device locks.',
  }),
  history: z.number().int().min(0).max(50).default(0).meta({
    title: 'Passcode history',
    description: 'How many earlier passcodes may not be used again.',
  }),
  maxFailedAttempts: z.number().int().min(4).max(11).default(10).meta({
    title: 'Maximum number of failed attempts',
    description: 'Wrong tries after which the device erases itself.',
  }),
});
export type PasscodeConfiguration = z.infer<typeof passcodeConfiguration>;
