import { parseArgs } from 'node:util';
import { configFrom, startServer, type RunningServer } from '@lanyard/server';
import { environment } from '../environment.ts';
import { startText } from '../start-text.ts';

const portNames = [
  'portal',
  'portal-tls',
  'wallet',
  'wallet-tls',
  'card',
  'card-again',
  'status',
  'proxy',
  'est',
] as const;

/** Runs until it is told to stop; a second signal while it stops is the same Ctrl-C, heard through npm. */
export async function run(argv: readonly string[]): Promise<number> {
  const config = configFrom(environment(flagsToSettings(argv)));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const server: RunningServer = await startServer(config, { say, signal: stop.signal });
  if (!stop.signal.aborted) {
    process.stdout.write(
      startText(
        server,
        argv.some((word) => word.startsWith('--data')),
      ),
    );
    await new Promise<void>((stopped) => stop.signal.addEventListener('abort', () => stopped(), { once: true }));
  }
  say('Stopping …');
  await server.stop();
  say('Stopped.');
  return 0;
}

function flagsToSettings(argv: readonly string[]): Record<string, string | undefined> {
  const ports = Object.fromEntries(portNames.map((name) => [`${name}-port`, { type: 'string' } as const]));
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      host: { type: 'string' },
      listen: { type: 'string' },
      'master-key-file': { type: 'string' },
      'no-demo': { type: 'boolean' },
      ...ports,
    },
  });
  const settings: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(values))
    if (typeof value === 'string') settings[`LANYARD_${name.replaceAll('-', '_').toUpperCase()}`] = value;
  if (values['no-demo']) settings['LANYARD_DEMO'] = 'false';
  return settings;
}
