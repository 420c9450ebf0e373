import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { fieldsOf } from './field-node.ts';
import { checked, placedIn, summaryOf } from './form-errors.ts';

const schema = z.strictObject({
  name: z.string().min(1).meta({ title: 'Name' }),
  length: z.number().min(4).max(16).meta({ title: 'PIN length' }),
  anchors: z
    .array(z.strictObject({ certificate: z.string().meta({ title: 'Certificate' }) }))
    .min(1)
    .meta({ title: 'Anchors' }),
  kind: z.enum(['a', 'b']).meta({ title: 'Kind' }),
});

const wordsFor = (value: unknown): Record<string, string> => Object.fromEntries(checked(schema, value).errors);

test('what is refused is said in words that tell what to do', () => {
  assert.deepEqual(wordsFor({ name: '', length: 3, anchors: [], kind: 'c' }), {
    name: 'Fill this in.',
    length: 'Enter 4 or more.',
    anchors: 'Name at least one.',
    kind: 'Choose one of these.',
  });
  assert.equal(wordsFor({ length: 'four' })['length'], 'Enter a number without other characters.');
  assert.equal(wordsFor({ length: 17 })['length'], 'Enter 16 or less.');
});

test('the words of a rule of its own are kept, as a sentence', () => {
  const own = z.strictObject({ to: z.string() }).refine(() => false, { path: ['to'], message: 'names nobody' });
  assert.equal(checked(own, { to: 'x' }).errors.get('to'), 'Names nobody.');
});

test('the summary leads to each field by its title', () => {
  const { errors } = checked(schema, { name: 'x', length: 8, anchors: [{}], kind: 'a' });
  assert.deepEqual(summaryOf('form', fieldsOf(schema), errors), [
    { id: 'form-anchors-0-certificate', title: 'Anchors 1, Certificate', message: 'Fill this in.' },
  ]);
});

test('what is right comes back as the schema reads it', () => {
  const value = { name: 'x', length: 8, anchors: [{ certificate: 'pem' }], kind: 'a' };
  assert.deepEqual(checked(schema, value), { value, errors: new Map() });
});

test('an error below the value that a form was sent in belongs to the field', () => {
  assert.deepEqual(placedIn(fieldsOf(schema), ['value', 'length']), ['length']);
  assert.deepEqual(placedIn(fieldsOf(z.strictObject({ value: schema })), ['value', 'length']), ['value', 'length']);
});
