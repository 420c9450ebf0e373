import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetSecrets, keepSecrets, pinOnly, secretsOf } from './secrets.ts';

const secrets = {
  requestId: 'r1',
  userName: 'miriam',
  registrationPin: '4F7K9QXM',
  registrationPinExpiresAt: '2026-05-03T12:10:00Z',
  activationPassword: 'ABCD1234',
  expiresAt: '2026-05-03T12:10:00Z',
  link: 'https://wallet.example/r1',
  warnings: [],
  redirect: null,
};

test('more time says what it replaced: the PIN too, while no phone is registered with it', () => {
  keepSecrets(secrets, false);
  assert.equal(secretsOf('r1')?.replaced, 'nothing');
  keepSecrets({ ...secrets, registrationPin: '8ZQW2CXV', activationPassword: 'WXYZ6789' }, true);
  assert.equal(secretsOf('r1')?.replaced, 'PIN and password');
  assert.equal(secretsOf('r1')?.registrationPin, '8ZQW2CXV');
  keepSecrets(
    { ...secrets, registrationPin: null, registrationPinExpiresAt: null, activationPassword: 'WXYZ6789' },
    true,
  );
  assert.equal(secretsOf('r1')?.replaced, 'password');
});

test('a PIN without a request has a place of its own, and sign-out forgets all', () => {
  keepSecrets({ ...secrets, requestId: null }, false);
  assert.equal(secretsOf(pinOnly)?.registrationPin, '4F7K9QXM');
  forgetSecrets();
  assert.equal(secretsOf(pinOnly), null);
  assert.equal(secretsOf('r1'), null);
});
