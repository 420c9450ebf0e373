import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Phone, World } from './testing/world.ts';

let world: World;
let phone: Phone;
let id: string;
const point = Buffer.alloc(65, 4).toString('base64');
const CODE = '40719385';
const channel = { keyType: 'ec-p256', point };

before(async () => {
  world = await World.start();
  const bound = await world.bind(await world.person());
  phone = bound.phone;
  id = bound.credential.id;
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.set('wallet', {}));

const ask = (body: object, of: Phone = phone) => world.call(of, 'POST', `/device/credentials/${id}/card`, body);
const setTo = (secureMessaging: string) => world.set('wallet', { desktops: { secureMessaging } });
const audited = () =>
  world.rows("select details from kernel.audit where object = $1 and act = 'credential.channel-key-signed'", [id]);

test('a device gets its card’s containers signed, and nobody else’s', async () => {
  const { status, body } = await ask({ retired: 3 });
  assert.deepEqual([status, body], [200, { chuid: 'MA==', securityObject: 'Aw==' }]);
  const stranger = await world.phone(await world.person());
  assert.equal((await ask({ retired: 3 }, stranger)).body.code, 'credential_not_found');
  assert.equal((await ask({ retired: 21 })).status, 400);
});

test('the key of PIV secure messaging is certified only as the setting has it, and each time audited without the code', async () => {
  const [withCode, withoutCode] = [{ ...channel, pairingCode: CODE }, channel];
  const outcomes = async () => {
    const codes: unknown[] = [];
    for (const secureMessaging of [withCode, withoutCode]) {
      const { body } = await ask({ retired: 0, secureMessaging });
      codes.push(body.code ?? Object.keys(body.secureMessaging as object));
    }
    return codes;
  };
  const [no, yes] = ['secure_messaging_not_allowed', ['certificate', 'signer']];
  assert.deepEqual(await outcomes(), [no, no]);
  setTo('pairing-code');
  assert.deepEqual(await outcomes(), [yes, no]);
  setTo('no-pairing-code');
  assert.deepEqual(await outcomes(), [no, yes]);
  const rows = await audited();
  assert.deepEqual(rows, [{ details: { keyType: 'ec-p256' } }, { details: { keyType: 'ec-p256' } }]);
});

test('what is no key and no code of eight digits is refused by its form', async () => {
  setTo('pairing-code');
  for (const poor of [
    { ...channel, pairingCode: '1234567' },
    { ...channel, pairingCode: '12345678a' },
    { ...channel, keyType: 'rsa-2048', pairingCode: CODE },
    { ...channel, point: 'A'.repeat(200), pairingCode: CODE },
    { keyType: 'ec-p256', pairingCode: CODE },
  ])
    assert.equal((await ask({ retired: 0, secureMessaging: poor })).status, 400);
});
