import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, writePin } from '@lanyard/piv';
import { concatBytes, fromHex, utf8Encode } from '@lanyard/pki';
import { walletCard } from './card/wallet-card.ts';
import { webKeyOperations } from './card/web-key-operations.ts';
import { activated, PASSCODE, PIN, randomBytes, type Bench } from './testing/bench.ts';
import { RESPONSE } from './testing/double-vault.ts';

const NEW = { secret: '582046', repeated: '582046' };
const data = utf8Encode('to be signed');

/** The server closed the PIN for good; the passcode opened the wallet. */
async function forgotten(): Promise<Bench> {
  const bench = await activated();
  const wallet = await bench.restart();
  for (let tries = 0; tries < 10; tries++) await assert.rejects(wallet.unlock('pin', '111999'));
  assert.deepEqual((await wallet.overview()).vault.ways, ['passcode']);
  await wallet.unlock('passcode', PASSCODE.secret);
  return bench;
}

test('PDM-037, PDM-038, PDM-064 a response in lower case with spaces resets a PIN that was closed for good; keys are kept', async () => {
  const bench = await forgotten();
  await bench.wallet.startPinReset();
  await bench.wallet.resetPin(' 8a31 0c77 de45 f902 ', NEW);
  const again = await bench.restart();
  await assert.rejects(again.unlock('pin', PIN.secret), { code: 'vault_secret_wrong' });
  await again.unlock('pin', NEW.secret);
  assert.ok((await again.sign({ purpose: 'authentication' }, data)).length > 60);
  assert.equal((await again.overview()).pinReset, undefined);
});

test('PDM-035 the challenge is still there after the wallet was closed, until its time is over', async () => {
  const bench = await forgotten();
  const { challenge } = await bench.wallet.startPinReset();
  assert.equal((await (await bench.restart()).overview()).pinReset?.challenge, challenge);
  bench.time.now += 1_800_000;
  assert.equal((await bench.wallet.overview()).pinReset, undefined);
});

test('PDM-065 two PINs that differ, one that everybody would try and a malformed response ask the server nothing', async () => {
  const { wallet, server } = await forgotten();
  await wallet.startPinReset();
  const before = server.calls.length;
  await assert.rejects(wallet.resetPin(RESPONSE, { secret: '582046', repeated: '582047' }), { code: 'pin_mismatch' });
  await assert.rejects(wallet.resetPin(RESPONSE, { secret: '123456', repeated: '123456' }), { code: 'pin_guessable' });
  await assert.rejects(wallet.resetPin('8A31', NEW), { code: 'unblock_response_form' });
  assert.equal(server.calls.length, before);
});

test('a locked wallet neither begins nor ends a reset', async () => {
  const bench = await forgotten();
  await bench.wallet.startPinReset();
  bench.wallet.lock();
  await assert.rejects(bench.wallet.startPinReset(), { code: 'vault_locked' });
  await assert.rejects(bench.wallet.resetPin(RESPONSE, NEW), { code: 'vault_locked' });
});

test('five wrong responses end the challenge; the wallet forgets it and a new one goes on', async () => {
  const { wallet } = await forgotten();
  await wallet.startPinReset();
  for (let left = 4; left > 0; left--)
    await assert.rejects(wallet.resetPin('0000000000000000', NEW), { code: 'unblock_response_wrong', triesLeft: left });
  await assert.rejects(wallet.resetPin('0000000000000000', NEW), { code: 'unblock_ended' });
  assert.equal((await wallet.overview()).pinReset, undefined);
  await wallet.startPinReset();
  await wallet.resetPin(RESPONSE, NEW);
});

test('an answer that was lost is asked for again: the same PIN is in force then', async () => {
  const bench = await forgotten();
  await bench.wallet.startPinReset();
  bench.server.loseAnswer(0);
  await assert.rejects(bench.wallet.resetPin(RESPONSE, NEW), { code: 'offline' });
  await bench.wallet.resetPin(RESPONSE, NEW);
  await (await bench.restart()).unlock('pin', NEW.secret);
});

test('PDM-041 ShowPIN shows the PIN where policy has it kept, sealed; without that policy it is forgotten', async () => {
  const bench = await activated();
  const { wallet, server } = bench;
  await assert.rejects(wallet.showPin(), { code: 'pin_not_shown' }, 'off by default');
  server.desired = { ...server.desired, generation: 'x1', wallet: { ...server.desired.wallet, showPin: true } };
  await wallet.checkIn();
  await assert.rejects(wallet.showPin(), { code: 'pin_not_shown' }, 'not known until it is used again');
  await wallet.changePin(PIN.secret, NEW);
  assert.equal(await wallet.showPin(), NEW.secret);
  assert.ok(!JSON.stringify(await bench.storage.get('pin shown')).includes(NEW.secret));
  wallet.lock();
  await assert.rejects(wallet.showPin(), { code: 'vault_locked' });
  server.desired = { ...server.desired, generation: 'x2', wallet: { ...server.desired.wallet, showPin: false } };
  await wallet.checkIn();
  assert.equal(await bench.storage.get('pin shown'), undefined);
});

test('over PC/SC the 8 octets of the response are the PUK (SP 800-73-5 pt2 §3.2.3)', async () => {
  const { wallet } = await forgotten();
  const card =
    (await walletCard(wallet, { random: randomBytes, operations: webKeyOperations(randomBytes) })) ?? assert.fail();
  const host = hostOf((octets) => card.transmit(octets));
  const unblock = async (puk: string) =>
    (await host.send({ ins: 0x2c, p1: 0, p2: 0x80, data: concatBytes(fromHex(puk), writePin(NEW.secret)) })).sw;
  assert.equal(await unblock(RESPONSE.toLowerCase()), 0x6983, 'no challenge is under way');
  await wallet.startPinReset();
  assert.equal(await unblock('0011223344556677'), 0x63c4);
  wallet.lock();
  assert.equal(await unblock(RESPONSE.toLowerCase()), 0x6982);
  await wallet.unlock('passcode', PASSCODE.secret);
  assert.equal(await unblock(RESPONSE.toLowerCase()), 0x9000);
  await host.verify(NEW.secret);
});
