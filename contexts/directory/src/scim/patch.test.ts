import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter } from './filter.ts';
import { applyPatch, type JsonObject, type PatchOperation } from './patch.ts';
import { EXTENSION, USER } from './schemas.ts';
import { ScimError } from './scim-error.ts';
import { readUser } from './user-resource.ts';

const ada = (): JsonObject => ({
  userName: 'ada@agency.example',
  name: { givenName: 'Ada', familyName: 'Vega' },
  emails: [{ type: 'work', value: 'ada@mail.example', primary: true }],
});
const after = (...operations: PatchOperation[]) => applyPatch(ada(), operations);
const isScim = (scimType: string) => (e: unknown) => e instanceof ScimError && e.scimType === scimType;

test('a value is found by its path, in any case, with the name of its schema or without', () => {
  assert.equal(after({ op: 'replace', path: 'USERNAME', value: 'x' })['userName'], 'x');
  assert.deepEqual(after({ op: 'replace', path: `${USER}:name.familyName`, value: 'Nova' })['name'], {
    givenName: 'Ada',
    familyName: 'Nova',
  });
  const extended = after({ op: 'add', path: `${EXTENSION}:userPrincipalName`, value: 'a@b.example' });
  assert.deepEqual(extended[EXTENSION], { userPrincipalName: 'a@b.example' });
});

test('the address of work is replaced where it is, and made where it is not', () => {
  const operation = { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@mail.example' } as const;
  assert.deepEqual(after(operation)['emails'], [{ type: 'work', value: 'new@mail.example', primary: true }]);
  assert.deepEqual(applyPatch({}, [operation])['emails'], [{ type: 'work', value: 'new@mail.example' }]);
});

test('values without a path are attributes, dotted or under their schema as Entra sends them', () => {
  const value = { 'name.givenName': 'Augusta', active: 'False', [EXTENSION]: { userPrincipalName: 'a@b.example' } };
  const result = after({ op: 'replace', value });
  assert.deepEqual(result['name'], { givenName: 'Augusta', familyName: 'Vega' });
  assert.equal(result['active'], 'False');
  assert.deepEqual(result[EXTENSION], { userPrincipalName: 'a@b.example' });
});

test('members are added once, and removed by filter or by value', () => {
  const group: JsonObject = { members: [{ value: '1' }, { value: '2' }] };
  const members = (operation: PatchOperation) => applyPatch(group, [operation])['members'];
  assert.deepEqual(members({ op: 'add', path: 'members', value: [{ value: '2' }, { value: '3' }] }), [
    { value: '1' },
    { value: '2' },
    { value: '3' },
  ]);
  assert.deepEqual(members({ op: 'remove', path: 'members[value eq "1"]' }), [{ value: '2' }]);
  assert.deepEqual(members({ op: 'remove', path: 'members', value: [{ value: '2' }] }), [{ value: '1' }]);
  assert.equal(members({ op: 'remove', path: 'members' }), undefined);
});

test('what a path cannot mean is refused, and no path reaches beyond the resource', () => {
  for (const path of ['', '[x]', 'emails[type sw "w"]', 'a.b.c.d[', '__proto__', 'name.__proto__'])
    assert.throws(() => after({ op: 'replace', path, value: 'x' }), isScim('invalidPath'), path);
  assert.throws(() => after({ op: 'remove' }), isScim('noTarget'));
  assert.throws(() => after({ op: 'add', value: 'text' }), isScim('invalidSyntax'));
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
});

test('filters compare with eq and join with and; anything else is refused', () => {
  assert.deepEqual(parseFilter('userName eq "Ada \\"A\\""'), [{ attribute: 'username', value: 'Ada "A"' }]);
  assert.deepEqual(parseFilter('emails[type eq "work"].value eq "a@b" and active eq True'), [
    { attribute: 'emails.value', value: 'a@b' },
    { attribute: 'active', value: true },
  ]);
  for (const filter of [
    'userName sw "a"',
    'userName eq ada',
    'not (a eq "b")',
    'a eq "b" or c eq "d"',
    'x'.repeat(1_001),
  ])
    assert.throws(() => parseFilter(filter), isScim('invalidFilter'), filter);
});

test('a user name that is a UPN is the UPN; where both were the same it follows', () => {
  const { facts } = readUser(ada(), null);
  assert.equal(facts.upn, 'ada@agency.example');
  const renamed = { ...ada(), userName: 'nova@agency.example' };
  assert.equal(readUser(renamed, facts).facts.upn, 'nova@agency.example');
  assert.equal(readUser(renamed, { ...facts, upn: 'card@agency.example' }).facts.upn, 'card@agency.example');
  const given = { ...ada(), userName: 'ada', [EXTENSION]: { userPrincipalName: 'card@agency.example' } };
  assert.equal(readUser(given, null).facts.upn, 'card@agency.example');
});

test('a resource that lacks what a person needs is refused by attribute', () => {
  assert.throws(
    () => readUser({ userName: 'ada' }, null),
    (e) => isScim('invalidValue')(e) && /userPrincipalName/.test(String(e)),
  );
  assert.throws(() => readUser({ ...ada(), active: 'maybe' }, null), isScim('invalidValue'));
});
