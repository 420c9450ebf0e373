import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingOf, requestIsOpen, setUpSteps } from './request-words.ts';

const facts = { withRegistration: true, registered: false, passwordAccepted: false, activated: false };

test('a new request begins with the phone: open and register now, activate ahead', () => {
  assert.deepEqual(setUpSteps(facts), { open: 'now', register: 'now', activate: 'ahead' });
});

test('a registered phone ticks the first two steps and moves on to the password', () => {
  assert.deepEqual(setUpSteps({ ...facts, registered: true }), { open: 'done', register: 'done', activate: 'now' });
});

test('an activated request ticks all three', () => {
  const steps = setUpSteps({ ...facts, registered: true, passwordAccepted: true, activated: true });
  assert.deepEqual(steps, { open: 'done', register: 'done', activate: 'done' });
});

test('ENT-032 a phone registered before has no registering to do', () => {
  const steps = setUpSteps({ ...facts, withRegistration: false, registered: true });
  assert.deepEqual(steps, { open: 'now', register: 'done', activate: 'now' });
});

test('every ended request says cause and way out, an open or finished one has no ending', () => {
  for (const state of ['expired', 'superseded', 'cancelled', 'locked'] as const) {
    assert.equal(requestIsOpen(state), false);
    const ending = endingOf(state, 'Request a PIN');
    assert.ok(ending !== null && ending.cause !== '' && ending.next !== '', state);
  }
  for (const state of ['pending', 'activating', 'activated'] as const)
    assert.equal(endingOf(state, 'Request a PIN'), null);
});

test('SSP-023 an expired request names the button that makes a new one', () => {
  assert.match(
    endingOf('expired', 'Request PIN and Derived Credential')?.next ?? '',
    /"Request PIN and Derived Credential"/,
  );
});
