import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurationKindNames, configurationKinds } from '@lanyard/contract';
import { blankOf, settled, withoutFields } from '../../parts/form/draft.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { hiddenOf, schemaOfKind } from './configuration-schema.ts';

for (const kind of configurationKindNames)
  test(`the form of ${kind} asks for every field of its schema, by a title of its own`, () => {
    const form = fieldsOf(schemaOfKind(kind));
    const value = form.kind === 'group' ? form.fields.find(({ name }) => name === 'value') : undefined;
    assert.ok(value?.kind === 'group');
    assert.deepEqual(
      value.fields.map(({ name }) => name),
      Object.keys(configurationKinds[kind].shape),
    );
    assert.ok(value.fields.every(({ title, help }) => title !== '' && help !== null));
  });

test('ADM-062 a numeric passcode is asked for no length, and what stood there is not sent', () => {
  const schema = schemaOfKind('appconnect_device_ios');
  const node = fieldsOf(schema);
  const blank = blankOf(node) as { value: { passcode: object } }; // sound: the form of the schema above
  const numeric = { type: '4-digit numeric', minLength: 12 };
  const draft = {
    ...blank,
    name: 'x',
    value: { ...blank.value, passcode: { ...blank.value.passcode, ...numeric } },
  };
  const hidden = hiddenOf('appconnect_device_ios', draft);
  assert.deepEqual(hidden, ['value.passcode.minLength', 'value.passcode.minComplex']);
  const sent = settled(node, withoutFields(node, draft, hidden));
  assert.ok(schema.safeParse(sent).success);
  assert.equal((sent as typeof draft & { value: { passcode: { minLength: number } } }).value.passcode.minLength, 6);
});

test('a provider is named only where it is one of those that were added', () => {
  const of = (provider: string) => hiddenOf('client_provided_enrollment', { value: { provider } });
  assert.deepEqual(of('entrust'), ['value.providerName']);
  assert.deepEqual(of('other'), []);
});
