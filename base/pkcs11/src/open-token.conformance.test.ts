// The signer against SoftHSM, a PKCS #11 module that nobody here wrote; openssl's mathematics verify (nodeVerifier).
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { nodeVerifier } from '@lanyard/crypto';
import { readAttributes } from './attributes.ts';
import { connect } from './connection.ts';
import { CKO } from './constants.ts';
import { loadCryptoki } from './cryptoki.ts';
import { openToken, Pkcs11Error } from './index.ts';
import { findObjects } from './keys.ts';
import { noSoftHsm, softHsm } from './testing.ts';

const KINDS = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
/** Of a private key on a curve, the number itself. */
const CKA_VALUE = 0x11;
const message = new TextEncoder().encode('to be signed');

describe('keys in a PKCS #11 token', { skip: noSoftHsm }, () => {
  const hsm = noSoftHsm === false ? softHsm() : null;
  const pin = () => Promise.resolve(hsm?.pin ?? '');
  const token = openToken({ module: hsm?.module ?? '', token: hsm?.token ?? '', pin });
  after(async () => {
    await token.close();
    hsm?.remove();
  });

  for (const kind of KINDS) {
    test(`a ${kind} key made in the token signs, and openssl verifies`, async () => {
      const spki = await token.generate(kind, `key ${kind}`);
      const signer = token.signer(`key ${kind}`, spki);
      const signature = await signer.sign(message);
      assert.equal(nodeVerifier.verify(signer.algorithm, spki, message, signature), true);
      assert.equal(nodeVerifier.verify(signer.algorithm, spki, message.slice(1), signature), false);
    });
  }

  test('asked for the private key itself, the token refuses', async () => {
    await token.generate('ec-p256', 'secret');
    await token.close();
    const cryptoki = loadCryptoki(hsm?.module ?? '');
    const connection = await connect(cryptoki, hsm?.token ?? '', hsm?.pin ?? '');
    const asked = connection.withSession(async (session) => {
      const [key] = await findObjects(cryptoki, session, CKO.privateKey, 'secret');
      await readAttributes(cryptoki, session, key ?? 0, [CKA_VALUE]);
    });
    await assert.rejects(asked, /C_GetAttributeValue: CKR_ATTRIBUTE_SENSITIVE/);
    await connection.close();
  });

  test('a hundred signatures at once come out right over a few sessions', async () => {
    const spki = await token.generate('ec-p256', 'busy');
    const signer = token.signer('busy', spki);
    const messages = Array.from({ length: 100 }, (_, n) => new Uint8Array([n]));
    const good = await Promise.all(
      messages.map(async (m) => nodeVerifier.verify(signer.algorithm, spki, m, await signer.sign(m))),
    );
    assert.equal(good.filter(Boolean).length, 100);
  });

  test('a label is used once, and another key than the one on record is not signed with', async () => {
    const spki = await token.generate('ec-p256', 'once');
    await assert.rejects(token.generate('ec-p256', 'once'), { code: 'key_unfit' });
    const other = await token.generate('ec-p256', 'other');
    await assert.rejects(async () => token.signer('once', other).sign(message), { code: 'key_unfit' });
    await token.destroy('once');
    await assert.rejects(token.ready('once', spki), { code: 'key_missing' });
  });

  test('pulled out, the token fails with a code; put back, the same signer goes on', async () => {
    const spki = await token.generate('ec-p256', 'pulled');
    const signer = token.signer('pulled', spki);
    await signer.sign(message);
    hsm?.pull();
    await assert.rejects(token.ready('pulled', spki), Pkcs11Error);
    await assert.rejects(async () => signer.sign(message), { code: 'token_missing' });
    hsm?.plug();
    const signature = await signer.sign(message);
    assert.equal(nodeVerifier.verify(signer.algorithm, spki, message, signature), true);
  });

  test('a wrong PIN, an absent token and an absent module are told apart', async () => {
    await token.close();
    const settings = { module: hsm?.module ?? '', token: hsm?.token ?? '', pin };
    const wrong = openToken({ ...settings, pin: () => Promise.resolve('0000') });
    await assert.rejects(wrong.generate('ec-p256', 'x'), { code: 'pin_refused' });
    await assert.rejects(openToken({ ...settings, token: 'no such' }).generate('ec-p256', 'x'), {
      code: 'token_missing',
    });
    await assert.rejects(openToken({ ...settings, module: '/no/such.so' }).generate('ec-p256', 'x'), {
      code: 'module_unusable',
    });
  });
});
