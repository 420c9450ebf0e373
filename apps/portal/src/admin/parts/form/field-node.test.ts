import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { FieldNode } from './field-node.ts';
import { fieldsOf, titleOf } from './field-node.ts';

const fieldsIn = (schema: z.ZodType): readonly FieldNode[] => {
  const node = fieldsOf(schema);
  assert.equal(node.kind, 'group');
  return node.kind === 'group' ? node.fields : [];
};
const only = (schema: z.ZodType): FieldNode => {
  const [field] = fieldsIn(z.strictObject({ field: schema }));
  assert.ok(field);
  return field;
};

test('a field has the words of its schema, and those of its name where it has none', () => {
  const [length, next] = fieldsIn(
    z.strictObject({
      pinLength: z.number().int().min(4).max(16).default(8).meta({ title: 'PIN length', description: 'Characters.' }),
      allowNewPin: z.boolean(),
    }),
  );
  assert.deepEqual([length?.title, length?.help, length?.required], ['PIN length', 'Characters.', false]);
  assert.deepEqual([next?.title, next?.help, next?.kind], ['Allow new PIN', null, 'boolean']);
});

test('numbers keep their bounds and their unit; the greatest integer is no bound', () => {
  const minutes = only(z.number().int().min(3).meta({ unit: 'minutes' }));
  assert.ok(minutes.kind === 'number');
  assert.deepEqual([minutes.min, minutes.max, minutes.unit], [3, null, 'minutes']);
});

test('texts are told apart by their format and their length', () => {
  const input = (schema: z.ZodType): unknown => {
    const node = only(schema);
    return node.kind === 'text' ? node.input : node.kind;
  };
  assert.equal(input(z.string().max(100)), 'text');
  assert.equal(input(z.string().max(16_384)), 'long');
  assert.equal(input(z.iso.datetime()), 'instant');
  assert.equal(input(z.url()), 'url');
  assert.equal(input(z.email()), 'email');
  assert.equal(
    input(
      z
        .url()
        .max(2_000)
        .regex(/^https:.*$/),
    ),
    'url',
  );
});

test('one value is said and not asked, several are a choice, a list of them is many choices', () => {
  assert.equal(only(z.literal('PIN Only')).kind, 'fixed');
  const choice = only(z.enum(['ios', 'android']).meta({ options: { ios: 'iOS' } }));
  assert.deepEqual(choice.kind === 'choice' && choice.options, [
    { value: 'ios', title: 'iOS' },
    { value: 'android', title: 'Android' },
  ]);
  assert.equal(only(z.array(z.enum(['a', 'b']))).kind, 'choices');
});

test('what may be nothing is the field itself, and not required', () => {
  for (const schema of [z.string().nullable(), z.strictObject({ a: z.string() }).nullable()]) {
    const node = only(schema.meta({ title: 'T' }));
    assert.deepEqual([node.title, node.nullable, node.required], ['T', true, false]);
    assert.notEqual(node.kind, 'variants');
  }
});

test('one of several objects is told apart by the field that each has fixed', () => {
  const node = only(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('password'), value: z.string() }),
      z.strictObject({ kind: z.literal('none') }),
    ]),
  );
  assert.ok(node.kind === 'variants');
  assert.equal(node.by, 'kind');
  assert.deepEqual(
    node.variants.map(({ value, fields }) => [value, fields.map(({ name }) => name)]),
    [
      ['password', ['value']],
      ['none', []],
    ],
  );
});

test('lists and records name what they hold', () => {
  const list = only(z.array(z.strictObject({ name: z.string() })));
  assert.ok(list.kind === 'list' && list.item.kind === 'group');
  const record = only(z.record(z.string(), z.string()));
  assert.ok(record.kind === 'record' && record.item.kind === 'text');
});

test('a name becomes a title', () => {
  assert.equal(titleOf('upnSuffixes'), 'UPN suffixes');
  assert.equal(titleOf('ec-p256'), 'EC P-256');
  assert.equal(titleOf('PIN Only'), 'PIN Only');
});

test('many choices have the titles of their list', () => {
  const node = only(z.array(z.enum(['people.read'])).meta({ options: { 'people.read': 'see people' } }));
  assert.ok(node.kind === 'choices');
  assert.deepEqual(node.options, [{ value: 'people.read', title: 'see people' }]);
});
