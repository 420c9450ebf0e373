import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ceremonyKeys, type CeremonyKey, type CeremonySetting, type NewAuthority, tokenFrom } from '@lanyard/server';
import { environment } from './environment.ts';
import { UsageError } from './say-failure.ts';

/** What every ceremony takes. */
export const ceremonyOptions = {
  person: { type: 'string', multiple: true },
  'root-passphrase-file': { type: 'string' },
  'passphrase-file': { type: 'string' },
  token: { type: 'string', multiple: true },
  days: { type: 'string', default: '180' },
  years: { type: 'string', default: '10' },
  yes: { type: 'boolean' },
} as const;

export interface CeremonyFlags {
  readonly person?: string[] | undefined;
  readonly 'root-passphrase-file'?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
  readonly token?: string[] | undefined;
  readonly yes?: boolean | undefined;
}

/** Runs a ceremony with whoever sits at the console. Each step is asked for, unless `--yes` was said beforehand. */
export async function withCeremony(
  folder: string | undefined,
  flags: CeremonyFlags,
  work: (setting: CeremonySetting) => Promise<void>,
): Promise<number> {
  if (!folder) throw new UsageError('a ceremony takes a folder');
  if (!flags.person?.length) throw new UsageError('name everybody who is present with --person');
  const path = resolve(folder);
  const asker = flags.yes ? undefined : createInterface({ input: process.stdin });
  try {
    await work({
      folder: path,
      people: flags.person,
      rootPassphraseFile: resolve(flags['root-passphrase-file'] ?? `${path}.root-passphrase`),
      passphraseFile: resolve(flags['passphrase-file'] ?? `${path}.passphrase`),
      inToken: flags.token ?? [],
      pkcs11: tokenFrom(environment()),
      say: (line) => void process.stdout.write(`${line}\n`),
      confirm: asker && askOn(asker[Symbol.asyncIterator]()),
      clock: { now: () => new Date() },
    });
  } finally {
    asker?.close();
  }
  process.stderr.write(`\nAll of it is in ${path}. Print the transcript and sign it.\n`);
  return 0;
}

/** Line by line, so that answers from a pipe wait for their questions. No answer, as when the input ends, is a no. */
function askOn(lines: AsyncIterator<string>): (question: string) => Promise<string> {
  return async (question) => {
    process.stderr.write(question);
    const next = await lines.next();
    return next.done === true ? '' : next.value;
  };
}

export function wholeNumber(text: string, name: string, max: number): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > max) throw new UsageError(`--${name} is a whole number from 1 to ${max}`);
  return n;
}

export function keyTypeOf(text: string): CeremonyKey {
  const found = ceremonyKeys.find((key) => key === text);
  if (!found) throw new UsageError(`a key is one of ${ceremonyKeys.join(', ')}`);
  return found;
}

/** `ID:KIND:KEY`, such as `derived:derived:ec-p384`. */
export function authorityOf(text: string, years: number, line?: string): NewAuthority {
  const [id = '', kind, key = ''] = text.split(':');
  if (!/^[a-z0-9-]{1,32}$/.test(id) || (kind !== 'derived' && kind !== 'card'))
    throw new UsageError(`an authority is ID:KIND:KEY, such as derived:derived:ec-p384, and not "${text}"`);
  return { id, kind, line: line ?? id, keyType: keyTypeOf(key), years };
}
