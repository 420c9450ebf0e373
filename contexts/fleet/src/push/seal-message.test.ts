import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { openMessage } from '../testing/open-message.ts';
import { sealMessage } from './seal-message.ts';

const octets = (text: string): Buffer => Buffer.from(text, 'base64url');

test('the example of RFC 8291 §5 and appendix A comes out octet for octet', () => {
  const to = {
    p256dh: octets('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: octets('BTBZMqHH6r4Tts7J_aSIgg'),
  };
  const secrets = {
    scalar: octets('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
    salt: octets('DGv6ra1nlYgDCS1FRnbzlw'),
  };
  const sealed = sealMessage(to, Buffer.from('When I grow up, I want to be a watermelon'), secrets);
  assert.equal(
    sealed.toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

test('what is sealed for one browser opens there, and at none with another key or secret', () => {
  const [here, there] = [createECDH('prime256v1'), createECDH('prime256v1')];
  const to = { p256dh: here.generateKeys(), auth: randomBytes(16) };
  there.generateKeys();
  const sealed = sealMessage(to, Buffer.from('wake up'), { scalar: randomBytes(32), salt: randomBytes(16) });
  assert.equal(openMessage(sealed, here, to.auth).toString(), 'wake up');
  assert.throws(() => openMessage(sealed, there, to.auth));
  assert.throws(() => openMessage(sealed, here, randomBytes(16)));
});
