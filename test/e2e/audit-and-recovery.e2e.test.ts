// The audit log is checked without the server, against what is kept outside of it; an older database that was put
// back is noticed, and signs nothing until somebody vouches for it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { executeSql } from '@lanyard/kernel';
import { parseCrl } from '@lanyard/pki';
import { configFrom, openContexts, type OpenContexts } from '@lanyard/server';
import { lanyard, type Ended, type Lanyard } from './support/lanyard.ts';
import { registerDevice } from './support/registered-device.ts';
import { must } from './support/enrolled-device.ts';

let on: Lanyard;
let checkpoints: string;

before(async () => {
  on = await lanyard();
  checkpoints = `${on.data}.checkpoints`;
  await on.start();
  const device = await registerDevice(on);
  assert.equal((await device.activate()).code, 0);
  await on.stop(); // the last act of a server is to seal
});
after(() => on?.remove());

/** Works beside the server, or without it. */
async function withContexts<T>(work: (contexts: OpenContexts) => Promise<T>): Promise<T> {
  const contexts = await openContexts(configFrom({ ...on.env, LANYARD_LOG: 'silent' }));
  try {
    return await work(contexts);
  } finally {
    await contexts.close();
  }
}

const exportTo = async (name: string): Promise<string> => {
  const path = join(on.folder, name);
  await must(on.run(['audit', 'export', path]));
  return path;
};
const verify = (path: string, ...args: string[]): Promise<Ended> => on.run(['audit', 'verify', path, ...args]);

test('an exported log is good, offline, against the checkpoints kept outside the database', async () => {
  const { code, stdout, stderr } = await verify(await exportTo('log.jsonl'), '--checkpoints', checkpoints);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^good: [1-9]\d+ rows, [1-9]\d* checkpoints, the last of 20/);
});

test('an export that was meddled with is told from a good one', async () => {
  const lines = readFileSync(join(on.folder, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  const rows = lines.filter((line) => line.startsWith('{"row"'));
  const head = lines.slice(0, lines.length - rows.length);
  const middle = Math.floor(rows.length / 2);
  const meddled: [string, string[], RegExp][] = [
    [
      'changed',
      rows.with(middle, (rows[middle] ?? '').replace('"outcome":"done"', '"outcome":"refused"')),
      /BROKEN at row \d+: a row at or before this one was changed/,
    ],
    ['missing', rows.toSpliced(middle, 1), /BROKEN at row \d+: a row is missing/],
    ['cut short', rows.slice(0, -1), /BROKEN at row \d+: the log ends at row \d+, a checkpoint names row \d+/],
  ];
  for (const [name, changed, says] of meddled) {
    const path = join(on.folder, 'meddled.jsonl');
    writeFileSync(path, [...head, ...changed, ''].join('\n'));
    const { code, stdout } = await verify(path, '--checkpoints', checkpoints);
    assert.equal(code, 1, name);
    assert.match(stdout, says, name);
  }
});

test('a log cut short together with its own checkpoints is found by those kept outside', async () => {
  const [key = '', ...lines] = readFileSync(join(on.folder, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  const path = join(on.folder, 'short.jsonl');
  writeFileSync(path, [key, ...lines.filter((line) => line.startsWith('{"row"')).slice(0, 5), ''].join('\n'));
  const alone = await verify(path);
  assert.equal(alone.code, 0);
  assert.match(alone.stderr, /name those kept outside with --checkpoints/);
  assert.equal((await verify(path, '--checkpoints', checkpoints)).code, 1);
});

test('a row that a superuser changes in the database is found', async () => {
  const setOutcome = (outcome: string) =>
    withContexts(({ db }) =>
      executeSql(
        db.pool,
        'update kernel.audit set outcome = $1 where id = (select audit_id from kernel.audit_chain where position = 7)',
        [outcome],
      ),
    );
  await setOutcome('refused');
  const found = await verify(await exportTo('changed.jsonl'), '--checkpoints', checkpoints);
  assert.equal(found.code, 1);
  assert.match(found.stdout, /^BROKEN at row \d+/);
  await setOutcome('done');
  assert.equal((await verify(await exportTo('back.jsonl'), '--checkpoints', checkpoints)).code, 0);
});

const copy = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]); // with its owner: PostgreSQL's files are another user's under root
};
const crlNumber = async (): Promise<number> =>
  Number(parseCrl(new Uint8Array(await (await fetch(`${on.status}/crl/derived.crl`)).arrayBuffer())).crlNumber);
const issueCard = (): Promise<Ended> => on.run(['card', 'issue', 'ben.okafor']);
let highest = 0;

test('with an older database put back the server starts, and its issuer refuses to sign and says what to do', async () => {
  // 1. A backup; then work that is lost again.
  copy(join(on.data, 'pg'), join(on.folder, 'backup'));
  await on.start();
  const device = await registerDevice(on, { user: 'chloe.lind', name: 'Lost' });
  assert.equal((await device.activate()).code, 0);
  await withContexts(({ issuer }) => issuer.publishCrl('derived'));
  highest = await crlNumber();
  await on.stop();
  copy(join(on.folder, 'backup'), join(on.data, 'pg'));
  // 2. Nothing is signed, by whichever way it is asked for.
  await on.start();
  const refused = await issueCard();
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^lanyard: signing_frozen: .*"lanyard recover"/m);
  const phone = await registerDevice(on, { user: 'ben.okafor', name: 'Waiting' });
  const waiting = await phone.activate();
  assert.equal(waiting.code, 1);
  assert.match(waiting.said, /"lanyard recover"[^]*signing_frozen/);
  await assert.rejects(
    withContexts(({ issuer }) => issuer.publishCrl('derived')),
    { code: 'signing_frozen' },
  );
});

test('it does not thaw by itself when the older database grows past what was lost', async () => {
  await withContexts(async ({ db, directory }) => {
    for (let n = 0; n < 100; n++)
      await db.tx((tx) =>
        directory.addPerson(tx, {
          userName: `clerk.${n}`,
          upn: `clerk.${n}@harbor.example`,
          email: `clerk.${n}@harbor.example`,
          displayName: `Clerk ${n}`,
          givenName: 'Clerk',
          surname: String(n),
        }),
      );
  });
  await on.stop();
  await on.start();
  assert.equal((await issueCard()).code, 1);
});

test('"lanyard recover" with a reason lets the running server sign again, with CRL numbers never used before', async () => {
  assert.equal((await on.run(['recover'])).code, 2, 'a reason is asked for');
  const { code, stderr } = await on.run(['recover', '--reason', 'the disk was replaced']);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Accepted\. What the lost part did is gone from here: audit row .*\bserials\b/);
  const phone = await registerDevice(on, { user: 'ben.okafor', name: 'Again' });
  const done = await phone.activate();
  assert.equal(done.code, 0, done.said);
  assert.equal((await issueCard()).code, 0);
  await withContexts(({ issuer }) => issuer.publishCrl('derived'));
  assert.ok((await crlNumber()) > highest, `${await crlNumber()} was used before: ${highest}`);
});

test('afterwards the log is good again, tells of the recovery, and there is nothing more to recover', async () => {
  assert.equal((await on.stop()).code, 0);
  const path = await exportTo('recovered.jsonl');
  assert.match(readFileSync(path, 'utf8'), /"act":"database\.recovered".*the disk was replaced/);
  const { code, stdout } = await verify(path, '--checkpoints', checkpoints);
  assert.equal(code, 0, stdout);
  assert.match((await on.run(['recover', '--reason', 'again'])).stderr, /nothing to recover/);
});
