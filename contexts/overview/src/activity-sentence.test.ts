import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceOf, tellableActs } from './activity-sentence.ts';

test('a wrong activation password is told as one, and not as an activation', () => {
  assert.equal(sentenceOf('request.activating', 'refused', {}), 'A wrong activation password was entered.');
  assert.equal(sentenceOf('request.activating', 'done', {}), 'The activation password was accepted.');
  const card = sentenceOf('request.activating', 'refused', { code: 'certificate_revoked' });
  assert.equal(card, 'An activation was refused because of your smart card.');
});

test('a card whose status could not be learned is not called good', () => {
  for (const to of ['unknown', 'revoked', 'on_hold', 'expired'])
    assert.doesNotMatch(sentenceOf('primary.status', 'done', { to }), /good again/, to);
  assert.match(sentenceOf('primary.status', 'done', { from: 'on_hold', to: 'good' }), /good again/);
});

test('refusals of strangers are told to the person whom they concern', () => {
  assert.ok(tellableActs.includes('sign_in.refused'));
});
