import type { CredentialsConfig } from './ports.ts';

/** What the QR code holds: only the public id, in the fragment, which no server and no proxy on the way sees. */
export const requestLink = ({ walletUrl }: CredentialsConfig, requestId: string | null): string =>
  `${walletUrl}/${requestId === null ? '' : `#request=${requestId}`}`;

export interface Chosen {
  readonly windowMinutes?: number;
  readonly passwordLength?: number;
  readonly pinLength?: number;
}

/** SP 800-63B-4 §4.1.2.2: a binding code of 40 bits beside an identifier is good for ten minutes at most. */
export function warningsOf({ windowMinutes = 0, passwordLength = 8, pinLength = 8 }: Chosen): string[] {
  const warnings: string[] = [];
  if (windowMinutes > 10)
    warnings.push(
      `The activation password stays good for ${windowMinutes} minutes. More than 10 is outside SP 800-63B-4.`,
    );
  if (passwordLength < 8)
    warnings.push(`The activation password has ${passwordLength} characters. Fewer than 8 are easier to guess.`);
  if (pinLength < 8)
    warnings.push(`The registration PIN has ${pinLength} characters. Fewer than 8 are easier to guess.`);
  return warnings;
}
