import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userGuide } from './user-guide.ts';

const at = (steps: string[], ...words: RegExp[]): number[] => words.map((word) => steps.findIndex((s) => word.test(s)));
const inOrder = (places: number[]): boolean => places.every((place, i) => place >= 0 && place >= (places[i - 1] ?? 0));

test('ADM-100 somebody new to Entrust has ten steps, from the card to the apps', () => {
  const steps = userGuide('entrust', { registered: false });
  assert.equal(steps.length, 10);
  assert.ok(
    inOrder(
      at(
        steps,
        /smart card/,
        /registration PIN/,
        /from Entrust/,
        /Go app.*Secure Apps Manager/,
        /Register the Go/,
        /PIV-D Manager app/,
        /activate/,
        /Use your/,
      ),
    ),
  );
});

test('ADM-100 on one platform the steps of the other are left out', () => {
  assert.ok(
    !userGuide('entrust', { registered: false, platform: 'ios' }).some((step) => step.startsWith('On Android')),
  );
  assert.ok(!userGuide('entrust', { registered: false, platform: 'android' }).some((step) => step.includes('iPad')));
});

test('ADM-101 who has registered already has two: QR code and password, then activation in the app', () => {
  const steps = userGuide('entrust', { registered: true });
  assert.equal(steps.length, 2);
  assert.match(steps[0] ?? '', /QR code and an activation password/);
  assert.match(steps[1] ?? '', /PIV-D Manager.*activate/);
  assert.equal(userGuide('lanyard', { registered: true }).length, 2);
});

test('PBR-005 with Purebred PIV-D Manager comes before the secure apps, in ten steps', () => {
  const steps = userGuide('purebred', { registered: false });
  assert.equal(steps.length, 10);
  assert.ok(
    inOrder(at(steps, /Install the DISA/, /Install the PIV-D/, /import the certificates/, /Install your secure apps/)),
  );
});

test('OTH-006, OTH-007 another provider has seven tasks, with its own app installed, opened and followed', () => {
  const steps = userGuide('other', { registered: false, appName: 'Acme ID' });
  assert.equal(steps.length, 7);
  assert.ok(inOrder(at(steps, /Install Acme ID/, /Open Acme ID and follow/, /Use your/)));
});
