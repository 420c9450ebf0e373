import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DeviceCommandError } from './device-error.ts';
import type { DeviceIo } from './io.ts';

/** The secrets that commands ask for. None is ever an argument: arguments are seen by every process. */
export const SECRETS = [
  'registration-pin',
  'activation-password',
  'passcode',
  'pin',
  'new-passcode',
  'new-pin',
  'unblock-response',
] as const;
export type SecretName = (typeof SECRETS)[number];

export const PLATFORMS = ['ios', 'android', 'desktop'] as const;

export interface DeviceArguments {
  readonly command: string;
  /** What follows the command: a request, a credential, `change`. */
  readonly rest: readonly string[];
  readonly home: string;
  /** Whether it was named, and not taken by default. */
  readonly homeNamed: boolean;
  /** Of a reader that a phone is the card of. */
  readonly readerHome: string;
  readonly server: string | undefined;
  readonly user: string | undefined;
  readonly name: string | undefined;
  readonly platform: (typeof PLATFORMS)[number] | undefined;
  readonly osVersion: string | undefined;
  readonly ca: string | undefined;
  readonly purpose: string | undefined;
  readonly credential: string | undefined;
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly interval: number;
  /** Where the reader answers. */
  readonly socket: string | undefined;
  /** Loopback port of the virtual reader of a real pcscd, where that is to have the card. */
  readonly vpcd: number | undefined;
  /** Shows the reader to phones near by. */
  readonly bluetooth: boolean;
  readonly json: boolean;
  readonly yes: boolean;
  readonly force: boolean;
  readonly help: boolean;
  readonly secretsFile: string | undefined;
  /** Read from standard input, a line each, in this order. */
  readonly secretsFromStdin: readonly SecretName[];
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  home: text,
  'reader-home': text,
  server: text,
  user: text,
  name: text,
  platform: text,
  'os-version': text,
  ca: text,
  purpose: text,
  credential: text,
  in: text,
  out: text,
  interval: text,
  socket: text,
  vpcd: text,
  secrets: text,
  bluetooth: flag,
  json: flag,
  yes: flag,
  force: flag,
  help: flag,
  'registration-pin-stdin': flag,
  'activation-password-stdin': flag,
  'passcode-stdin': flag,
  'pin-stdin': flag,
  'new-passcode-stdin': flag,
  'new-pin-stdin': flag,
} as const;

/** @throws DeviceCommandError `usage` naming the argument */
export function readArguments(argv: readonly string[], io: DeviceIo): DeviceArguments {
  const { values, positionals, tokens } = parse(argv);
  const [command = 'help', ...rest] = positionals;
  return {
    command,
    rest,
    home: resolve(
      values.home ?? io.env['LANYARD_DEVICE_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.lanyard', 'device'),
    ),
    homeNamed: values.home !== undefined,
    readerHome: resolve(
      values['reader-home'] ?? io.env['LANYARD_READER_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.lanyard', 'reader'),
    ),
    server: values.server === undefined ? undefined : originOf(values.server),
    user: values.user,
    name: values.name,
    platform: platformOf(values.platform),
    osVersion: values['os-version'],
    ca: values.ca,
    purpose: values.purpose,
    credential: values.credential,
    input: values.in,
    output: values.out,
    interval: intervalOf(values.interval),
    socket: values.socket === undefined ? undefined : resolve(values.socket),
    vpcd: portOf(values.vpcd),
    bluetooth: values.bluetooth === true,
    json: values.json === true,
    yes: values.yes === true,
    force: values.force === true,
    help: values.help === true,
    secretsFile: values.secrets,
    secretsFromStdin: tokens.flatMap((token) => (token.kind === 'option' ? secretOf(token.name) : [])),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

/** Its next step is the help of the command that was run: `explain` names it. */
export const usage = (message: string): DeviceCommandError => new DeviceCommandError('usage', message, '');

/** The PEM text of `--ca FILE`. @throws DeviceCommandError `usage` when it cannot be read */
export async function authorityIn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usage(`--ca ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function secretOf(option: string): SecretName[] {
  return SECRETS.filter((name) => option === `${name}-stdin`);
}

function originOf(server: string): string {
  const url = URL.parse(server);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usage(`--server ${server} is not an http or https address.`);
  return url.origin;
}

function platformOf(value: string | undefined): DeviceArguments['platform'] {
  if (value === undefined) return undefined;
  const found = PLATFORMS.find((platform) => platform === value);
  if (found === undefined) throw usage(`--platform is one of ${PLATFORMS.join(', ')}.`);
  return found;
}

function portOf(value: string | undefined): number | undefined {
  const port = value === undefined ? undefined : Number(value);
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65_535))
    throw usage('--vpcd is a port, 1 to 65535.');
  return port;
}

function intervalOf(value: string | undefined): number {
  const seconds = value === undefined ? 30 : Number(value);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw usage('--interval is a number of seconds, 1 to 86400.');
  return seconds;
}
