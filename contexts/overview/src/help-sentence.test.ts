import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { approvalActs } from '@lanyard/contract';
import { tellableActs } from './activity-sentence.ts';
import { helpSentence, helpWords } from './help-sentence.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What takes the place of a template's variable where acts are written down. */
const variables: Readonly<Record<string, readonly string[]>> = {
  'device.${end}': ['device.lost', 'device.retired'],
  'request.${state}': ['request.expired', 'request.superseded', 'request.cancelled', 'request.locked'],
};

/** Names of the same form that are no acts of the log: what a second person is asked about, notices, permissions. */
const others: ReadonlySet<string> = new Set([...approvalActs, 'credential.review', 'escrow.open', 'session.primary']);
/** What acts are about: a name of this form after one of them is an act, whoever is handed it. */
const nouns = new Set(Object.keys(helpWords).map((act) => act.split('.')[0] ?? ''));
// Queues, tables and fault points begin with the first; kinds of mail with the second.
for (const noun of ['credentials', 'invitation']) nouns.delete(noun);

/** Acts as the source writes them: `act: 'a.b'`, either branch of a choice, or a template. */
function actsIn(source: string): string[] {
  const expressions = source.matchAll(/\bact: ((?:[^,}\n]|\n\s+[?:])+)/g);
  const named = [...source.matchAll(/'([a-z_]+)\.[a-z_-]+'/g)].filter(([, noun = '']) => nouns.has(noun));
  const handed = named.map(([literal]) => literal.slice(1, -1));
  return [...handed, ...expressions].flatMap((found) => {
    if (typeof found === 'string') return [found];
    const [, expression = ''] = found;
    const written = [...expression.matchAll(/'([a-z_]+\.[a-z_.-]+)'/g)].map(([, act = '']) => act);
    const templates = [...expression.matchAll(/`([^`]+)`/g)].flatMap(
      ([, template = '']) => variables[template] ?? [template],
    );
    return [...written, ...templates];
  });
}

test('every act that the source writes down has words for the help desk', () => {
  const files = globSync(['contexts/*/src/**/*.ts', 'apps/server/src/**/*.ts', 'apps/cli/src/**/*.ts'], {
    cwd: ROOT,
    exclude: (name) => /node_modules|testing/.test(name),
  }).filter((file) => !file.endsWith('.test.ts') && !file.startsWith('contexts/overview/'));
  const wordless = files.flatMap((file) => {
    const acts = actsIn(readFileSync(join(ROOT, file), 'utf8'));
    return acts.filter((act) => !Object.hasOwn(helpWords, act) && !others.has(act)).map((act) => `${act} (${file})`);
  });
  assert.deepEqual(wordless, []);
  assert.ok(files.length > 100);
});

test('what a card holder is told of, the help desk has words for', () => {
  for (const act of tellableActs) assert.ok(Object.hasOwn(helpWords, act), act);
});

test('nothing that needs somebody is told without what helps', () => {
  for (const [act, words] of Object.entries(helpWords))
    for (const each of [words, words.refused])
      if (each?.tone === 'attention' || each?.tone === 'ended') assert.ok(each.why && each.cure, act);
});

test('a refused sign-in says why in the words of the error, and what to do', () => {
  const told = helpSentence('sign_in.refused', 'refused', { code: 'certificate_not_trusted' });
  assert.match(told.sentence, /issuer that this organisation does not accept/);
  assert.match(told.cure ?? '', /agency card/);
});

test('why a device could not be registered is told: its PIN, its kind, its operating system', () => {
  const told = (details: object) => helpSentence('device.registered', 'refused', { ...details }).sentence;
  assert.match(told({ userName: 'ada' }), /user name or registration PIN/);
  assert.match(told({ code: 'registration_pin_expired' }), /PIN ran out/);
  assert.match(told({ code: 'os_too_old' }), /older than your organisation allows/);
});

test('how many tries are left is told', () => {
  assert.match(helpSentence('request.activating', 'refused', { triesLeft: 3 }).sentence, /3 tries are left/);
  assert.match(helpSentence('request.activating', 'refused', { triesLeft: 1 }).sentence, /one try is left/);
  const last = helpSentence('request.activating', 'refused', { triesLeft: 0 });
  assert.match(last.sentence, /no try is left/);
  assert.match(last.cure ?? '', /again in the self-service portal/);
});

test('a card that is good again asks for nothing', () => {
  assert.equal(helpSentence('primary.status', 'done', { to: 'good' }).tone, 'good');
  assert.equal(helpSentence('primary.status', 'done', { to: 'revoked' }).tone, 'attention');
});

test('an act of the prototype is no act', () => {
  assert.equal(helpSentence('constructor', 'done', {}).sentence, 'constructor');
});

test('a desktop that was paired and one that was forgotten are named alike, and old entries still read as a sentence', () => {
  const told = (act: string, details: object) => helpSentence(act, 'done', { ...details }).sentence;
  assert.equal(told('desktop.paired', { name: 'Desk 4' }), 'The desktop computer "Desk 4" was paired.');
  assert.equal(told('desktop.unpaired', { name: 'Desk 4' }), 'The desktop computer "Desk 4" was unpaired.');
  assert.equal(told('desktop.unpaired', {}), 'The desktop computer was unpaired.');
});
