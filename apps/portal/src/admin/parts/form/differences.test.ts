import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { differences } from './differences.ts';
import { fieldsOf } from './field-node.ts';

const node = fieldsOf(
  z.strictObject({
    on: z.boolean().meta({ title: 'On' }),
    pin: z.strictObject({ length: z.number().meta({ title: 'Length' }) }).meta({ title: 'PIN' }),
    groups: z.array(z.string()).meta({ title: 'Groups' }),
  }),
);

test('two versions are compared field by field, in words', () => {
  const mine = { on: true, pin: { length: 6 }, groups: [] };
  const theirs = { on: false, pin: { length: 8 }, groups: ['a', 'b'] };
  assert.deepEqual(differences(node, mine, theirs), [
    { title: 'On', mine: 'on', theirs: 'off' },
    { title: 'PIN, Length', mine: '6', theirs: '8' },
    { title: 'Groups', mine: 'empty', theirs: 'a, b' },
  ]);
  assert.deepEqual(differences(node, mine, { ...mine }), []);
});

test('certificates are told apart without being written out', () => {
  const pem = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
  const issuer = fieldsOf(z.strictObject({ certificate: z.string().meta({ title: 'Certificate' }) }));
  assert.deepEqual(
    differences(issuer, { certificate: pem('MIIBAAAAfirst0w==') }, { certificate: pem('MIIB\nAAAAsecond1') }),
    [{ title: 'Certificate', mine: 'PEM …Afirst0w', theirs: 'PEM …Asecond1' }],
  );
});
