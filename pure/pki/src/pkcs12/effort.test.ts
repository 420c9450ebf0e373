import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeRandom } from '@lanyard/crypto';
import { constructedTag, der, OID } from '../index.ts';
import { Effort } from './effort.ts';
import { encryptPbes2 } from './pbes2.ts';
import { readSafeContents } from './safe-contents.ts';

const password = 'correct horse';

/** A safe of so many sealed keys. */
async function safeOf(keys: number, rounds: number) {
  const { algorithm, ciphertext } = await encryptPbes2(Uint8Array.of(0x30, 0), password, rounds, nodeRandom);
  const sealed = der.sequence(algorithm, der.octetString(ciphertext));
  const bag = der.sequence(der.oid(OID.shroudedKeyBag), der.element(constructedTag(0), sealed));
  return der.sequence(...Array.from({ length: keys }, () => bag));
}

test('a file may ask for four million rounds in all', () => {
  const effort = new Effort();
  for (let i = 0; i < 4; i++) effort.spend(1_000_000);
  assert.throws(() => effort.spend(1), { code: 'pkcs12_effort' });
});

test('every bag counts, and work that is too much is not begun', async () => {
  const safe = await safeOf(3, 10);
  const enough = new Effort();
  enough.spend(4_000_000 - 30);
  assert.equal((await readSafeContents(safe, password, enough)).length, 3);
  const short = new Effort();
  short.spend(4_000_000 - 29);
  await assert.rejects(readSafeContents(safe, password, short), { code: 'pkcs12_effort' });
});
