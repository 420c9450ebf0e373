import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { blankOf, settled, valueAt, withValue } from './draft.ts';
import { fieldsOf } from './field-node.ts';

const schema = z.strictObject({
  name: z.string(),
  note: z.string().optional(),
  until: z.string().nullable(),
  pin: z.strictObject({ length: z.number().default(6), on: z.boolean() }).prefault({ on: true }),
  suffixes: z.array(z.string()),
});

test('a form begins with what the schema takes when nothing is given', () => {
  assert.deepEqual(blankOf(fieldsOf(schema)), {
    name: undefined,
    note: undefined,
    until: undefined,
    pin: { length: 6, on: true },
    suffixes: [],
  });
});

test('a value is put at its place, and what is beside it stays the same object', () => {
  const before = { pin: { length: 6 }, suffixes: ['a', 'b'] };
  const after = withValue(before, ['suffixes', 1], 'c');
  assert.deepEqual(after, { pin: { length: 6 }, suffixes: ['a', 'c'] });
  assert.equal(valueAt(after, ['pin']), before.pin);
  assert.deepEqual(withValue(undefined, ['a', 'b'], 1), { a: { b: 1 } });
});

test('what is empty is left out, or null where that is allowed; what the schema does not know goes', () => {
  const draft = { name: 'x', note: '', until: '', pin: { length: 4, on: false }, suffixes: [], stale: 1 };
  const sent = settled(fieldsOf(schema), draft);
  assert.deepEqual(sent, { name: 'x', until: null, pin: { length: 4, on: false }, suffixes: [] });
  assert.ok(schema.safeParse(sent).success);
});

test('of several forms the chosen one is sent, without fields of the others', () => {
  const either = fieldsOf(
    z.strictObject({
      by: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('a'), x: z.string() }),
        z.strictObject({ kind: z.literal('b') }),
      ]),
    }),
  );
  assert.deepEqual(settled(either, { by: { kind: 'b', x: 'left over' } }), { by: { kind: 'b' } });
});

test('fields that may be nothing together are nothing until somebody wants them', () => {
  const node = fieldsOf(
    z.strictObject({
      rule: z
        .strictObject({ from: z.string().default('1') })
        .nullable()
        .default(null),
    }),
  );
  assert.deepEqual(settled(node, blankOf(node)), { rule: null });
  assert.deepEqual(settled(node, { rule: { from: '2' } }), { rule: { from: '2' } });
});
