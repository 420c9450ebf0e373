import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { eventually, relayBench } from '../../../core/src/link/testing/relay-double.ts';
import type { CommandContext } from './command.ts';
import { connectCommand } from './connect.ts';

/** `lanyard device connect` of a phone that is paired with a desktop. */
async function connecting({ yes = false, typed = '' }) {
  const bench = await relayBench();
  const desk = bench.addDesktop('Desk');
  const desktops = bench.open({ radio: false });
  await desktops.pair({ readerId: desk.readerId, name: 'Desk', word: 'K7Q4M2' });
  const ending = new AbortController();
  let said = '';
  const hear = (text: string): void => void (said += text);
  const io = { stdin: Readable.from([typed]), out: hear, say: hear, env: {}, signal: ending.signal };
  const args = { rest: ['Desk'], yes, interval: 3_600, secretsFromStdin: [] };
  // Only what this command uses of a wallet.
  const context = { wallet: { desktops }, args, io } as unknown as CommandContext;
  return { ...bench, desk, said: () => said, stop: () => ending.abort(), run: connectCommand(context) };
}

test('a holder who does not find the number right is told once that nothing was connected', async () => {
  const { run, said } = await connecting({ typed: 'no\n' });
  await assert.rejects(run, { code: 'connection_refused', message: /not confirmed on the phone/ });
  assert.doesNotMatch(said(), /not confirmed/);
});

test('a connection that was lost and does not come back says why, of which desktop, and when it tries again', async () => {
  const { run, said, stop, desk, time } = await connecting({ yes: true });
  await eventually(() => /Connected to "Desk"/.test(said()));
  desk.online = false;
  desk.way?.close();
  await eventually(() => (time.pass(1_000), /"Desk": .* It tries again by itself in \d+ s\./.test(said())));
  stop();
  await run;
});
