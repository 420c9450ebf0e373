import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { SECRETS, usage, type DeviceArguments, type SecretName } from './arguments.ts';
import { DeviceCommandError } from './device-error.ts';
import type { DeviceIo } from './io.ts';
import { promptHidden } from './prompt.ts';

/** Where a command's secrets come from: `--secrets FILE`, `--<name>-stdin`, or a prompt at a terminal. */
export interface Secrets {
  get(name: SecretName, question: string): Promise<string>;
  /** One that is being chosen: asked for twice at a terminal. */
  choose(name: SecretName, question: string): Promise<{ secret: string; repeated: string }>;
}

const MAX_INPUT_CHARACTERS = 10_000;

export async function readSecrets(args: DeviceArguments, io: DeviceIo): Promise<Secrets> {
  const given = new Map([...(await fromFile(args.secretsFile, io)), ...(await fromStdin(args.secretsFromStdin, io))]);
  const ask = async (name: SecretName, question: string): Promise<string> => {
    const secret = given.get(name) ?? (io.stdin.isTTY === true ? await promptHidden(io, question) : undefined);
    if (secret === undefined) {
      throw new DeviceCommandError(
        'secret_missing',
        `${question}: not given.`,
        `Use --${name}-stdin, a line "${name}=…" in --secrets FILE, or a terminal.`,
      );
    }
    return secret;
  };
  return {
    get: ask,
    choose: async (name, question) => {
      const secret = await ask(name, question);
      return { secret, repeated: given.has(name) ? secret : await ask(name, `${question}, once more`) };
    },
  };
}

/** Lines of `name=value`; `-` reads them from standard input. */
async function fromFile(path: string | undefined, io: DeviceIo): Promise<Map<SecretName, string>> {
  if (path === undefined) return new Map();
  const content = path === '-' ? await readAll(io.stdin) : await readFile(path, 'utf8');
  const lines = content
    .slice(0, MAX_INPUT_CHARACTERS)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return new Map(lines.map(readLine));
}

function readLine(line: string): [SecretName, string] {
  const at = line.indexOf('=');
  const name = SECRETS.find((secret) => secret === line.slice(0, at).trim());
  // The line itself is not repeated: it may hold a secret.
  if (name === undefined) throw usage(`A line of the secrets file does not begin with one of ${SECRETS.join('=, ')}=.`);
  return [name, line.slice(at + 1)];
}

async function fromStdin(names: readonly SecretName[], io: DeviceIo): Promise<Map<SecretName, string>> {
  const found = new Map<SecretName, string>();
  if (names.length === 0) return found;
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity });
  const wanted = [...names];
  for await (const line of lines) {
    const name = wanted.shift();
    if (name !== undefined) found.set(name, line);
    if (wanted.length === 0) break;
  }
  return found;
}
