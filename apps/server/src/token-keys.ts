import { readFile, stat } from 'node:fs/promises';
import type { TokenKeys } from '@lanyard/issuer';
import { ConfigError, type Pkcs11Config } from './config.ts';

export interface OpenTokenKeys extends TokenKeys {
  close(): Promise<void>;
}

/**
 * The token that the configuration names. It is connected at the first use, so that a token that is away does not
 * keep the server from starting: what needs it is refused until it is back.
 */
export async function openTokenKeys({ module, token, pinFile, authorities }: Pkcs11Config): Promise<OpenTokenKeys> {
  // Loaded here alone: without a token its binary is not needed.
  const { openToken } = await import('@lanyard/pkcs11');
  const opened = openToken({ module, token, pin: () => readPin(pinFile) });
  return { ...opened, holds: (line) => authorities.includes(line) };
}

/** @throws ConfigError for a file that is missing or that others can read */
export async function readPin(pinFile: string): Promise<string> {
  const found = await stat(pinFile).catch(() => null);
  if (!found) throw new ConfigError(`LANYARD_PKCS11_PIN_FILE: ${pinFile} cannot be read`);
  if ((found.mode & 0o077) !== 0)
    throw new ConfigError(`LANYARD_PKCS11_PIN_FILE: others can read ${pinFile}: chmod 600 ${pinFile}`);
  return (await readFile(pinFile, 'utf8')).trim();
}
