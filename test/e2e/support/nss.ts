import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Lanyard } from './lanyard.ts';
import { runProgram } from './run-program.ts';

/** What demo cards are protected with. */
const PASSWORD = 'demo';

/**
 * A certificate store of Mozilla's library, as Firefox and Chromium on Linux read it: the demo's root trusted for web
 * servers, the card's certificates with their keys.
 * @param folder is made; `cert9.db` and `key4.db` come to lie in it
 * @param cards PKCS#12 files
 */
export async function makeCertificateStore(on: Lanyard, folder: string, cards: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = `sql:${folder}`;
  const root = join(on.folder, 'demo-root.crt');
  await must('certutil', ['-N', '-d', store, '--empty-password']);
  const trusted = await on.run(['demo', 'trust', '--out', root]);
  if (trusted.code !== 0) throw new Error(trusted.stderr);
  await must('certutil', ['-A', '-d', store, '-n', 'demo root', '-t', 'C,,', '-i', root]);
  for (const card of cards) await must('pk12util', ['-i', card, '-d', store, '-K', '', '-W', PASSWORD]);
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const ended = await runProgram(program, args);
  if (ended.code !== 0) throw new Error(`${program} ${args.join(' ')}: ${ended.text}`);
}
