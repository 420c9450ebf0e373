import { z } from 'zod';

const type = z.enum(['4-digit numeric', 'alphanumeric']);

/** What the document asks for at least (SP 800-157 §3.4.1): six characters, not digits alone, and where it is written. */
export const sp800157Passcode = {
  source: 'https://doi.org/10.6028/NIST.SP.800-157',
  values: { enabled: true, type: 'alphanumeric', minLength: 6, minComplex: 0 },
} as const;

const fields = {
  enabled: z.boolean().default(true).meta({
    title: 'Secure Apps Passcode',
    description: 'Secure apps, and the derived credential with them, open only with a passcode that the user makes.',
  }),
  preset: z
    .enum(['none', 'SP 800-157'])
    .default('none')
    .meta({
      title: 'Preset',
      description: `Fills in what NIST SP 800-157 asks for at least, and refuses less: ${sp800157Passcode.source}`,
    }),
  type: type.default('alphanumeric').meta({
    title: 'Passcode type',
    description: 'Four digits, or letters and digits of a length of your own.',
  }),
  minLength: z.number().int().min(4).max(64).default(6).meta({
    title: 'Minimum passcode length',
    description: 'Characters. It holds for alphanumeric passcodes; a numeric one always has four digits.',
  }),
  minComplex: z.number().int().min(0).max(16).default(0).meta({
    title: 'Minimum number of complex characters',
    description: 'Characters that are neither letters nor digits. It holds for alphanumeric passcodes.',
  }),
};

type Passcode = { [K in keyof typeof fields]: z.infer<(typeof fields)[K]> };

/** @returns whether a passcode is at least what its preset says */
function keepsPreset({ preset, enabled, type: kind, minLength, minComplex }: Passcode): boolean {
  const least = sp800157Passcode.values;
  return preset === 'none' || (enabled && kind === least.type && minLength >= least.minLength && minComplex >= 0);
}
const weak = { message: 'is less than the SP 800-157 preset asks for: alphanumeric, six characters', path: ['preset'] };

export const secureAppsPasscodeIos = z.strictObject(fields).refine(keepsPreset, weak);
/** Only Android can let a user recover the passcode. */
export const secureAppsPasscodeAndroid = z
  .strictObject({
    ...fields,
    allowRecovery: z.boolean().default(false).meta({
      title: 'Allow user to recover passcode',
      description: 'A user who forgot the passcode can set a new one after proving who they are.',
    }),
  })
  .refine(keepsPreset, weak);
export type SecureAppsPasscode = z.infer<typeof secureAppsPasscodeIos>;

/** Rules of a passcode as the wallet checks them. */
export interface PasscodeRules {
  readonly type: 'numeric' | 'alphanumeric';
  readonly minLength: number;
  readonly minComplex: number;
}

/** @returns what the wallet has to check, null where no passcode is asked for */
export function rulesOf({ enabled, type: kind, minLength, minComplex }: SecureAppsPasscode): PasscodeRules | null {
  if (!enabled) return null;
  return kind === 'alphanumeric'
    ? { type: kind, minLength, minComplex }
    : { type: 'numeric', minLength: 4, minComplex: 0 };
}

/** Of several rules in force each part's strictest, so that a passcode that keeps the result keeps every one. */
export const strictest = (rules: readonly [PasscodeRules, ...PasscodeRules[]]): PasscodeRules => ({
  type: rules.some((rule) => rule.type === 'alphanumeric') ? 'alphanumeric' : 'numeric',
  minLength: Math.max(...rules.map((rule) => rule.minLength)),
  minComplex: Math.max(...rules.map((rule) => rule.minComplex)),
});
