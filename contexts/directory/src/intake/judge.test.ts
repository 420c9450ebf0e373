import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate, IntakeOptions, Known } from './candidate.ts';
import { judge, type Around } from './judge.ts';

const facts = {
  userName: 'ada',
  upn: 'ada@agency.example',
  email: 'ada@mail.example',
  displayName: 'Ada Vega',
  givenName: 'Ada',
  surname: 'Vega',
};
const candidate = (over: Partial<Candidate> = {}): Candidate => ({ line: 2, facts, externalId: null, ...over });
const known = (over: Partial<Known> = {}): Known => ({
  id: 'p1',
  version: 1,
  facts,
  state: 'active',
  stateBySource: false,
  origin: 'hand',
  sourceId: null,
  externalId: null,
  roles: [],
  groups: [],
  ...over,
});
const around = (over: Partial<Around> = {}): Around => ({
  byExternalId: null,
  byUserName: null,
  byUpn: null,
  groups: new Set(['staff']),
  othersGroups: new Set(['elsewhere']),
  signInGroups: new Set(),
  ...over,
});
const file: IntakeOptions = { origin: 'csv', sourceId: null, takeOver: false, createGroups: false, overRoles: [] };
const ldap: IntakeOptions = { ...file, origin: 'ldap', sourceId: 's1', createGroups: true };
const both = (person: Known) => ({ byUserName: person, byUpn: person });

test('somebody nobody here has a name of is new', () => {
  const { outcome, joins } = judge(candidate({ groups: ['Staff', 'staff'] }), around(), file);
  assert.deepEqual([outcome, joins], ['new', ['Staff']]);
});

test('the same line again changes nothing', () => {
  const person = known({ origin: 'csv', groups: ['Staff'] });
  assert.equal(judge(candidate({ groups: ['STAFF'] }), around(both(person)), file).outcome, 'unchanged');
});

test('a change says which field, from what to what', () => {
  const person = known({ facts: { ...facts, email: 'old@mail.example' } });
  const { outcome, changes } = judge(candidate({ state: 'Suspended' }), around(both(person)), file);
  assert.equal(outcome, 'changed');
  assert.deepEqual(changes, [
    { field: 'email', before: 'old@mail.example', after: 'ada@mail.example' },
    { field: 'state', before: 'active', after: 'suspended' },
  ]);
});

test('a list of groups is the whole list; no list leaves them alone', () => {
  const person = known({ groups: ['Pilots'] });
  const { joins, leaves } = judge(candidate({ groups: ['Staff'] }), around(both(person)), file);
  assert.deepEqual([joins, leaves], [['Staff'], ['Pilots']]);
  assert.deepEqual(judge(candidate(), around(both(person)), file).leaves, []);
});

const refusals: [string, Candidate, Partial<Around>, IntakeOptions, RegExp][] = [
  ['a UPN that is none', candidate({ facts: { ...facts, upn: 'ada' } }), {}, file, /^upn: /],
  ['a state that is none', candidate({ state: 'gone' }), {}, file, /"gone" is not active, suspended or terminated/],
  ['names of two people', candidate(), { byUserName: known(), byUpn: known({ id: 'p2' }) }, file, /^upn: belongs to/],
  ['a group that is not there', candidate({ groups: ['Nobody'] }), {}, file, /there is no user group "Nobody"/],
  ['a group of another source', candidate({ groups: ['Elsewhere'] }), {}, file, /looked after elsewhere/],
  ['a person of an identity provider', candidate(), both(known({ origin: 'scim' })), file, /take them over/],
  ['a person added by hand', candidate({ externalId: 'e1' }), both(known()), ldap, /here already, by hand/],
  [
    'another UPN for somebody with a role',
    candidate({ facts: { ...facts, upn: 'eve@agency.example' } }),
    { byUserName: known({ roles: ['administrator'] }) },
    file,
    /has a role: change it by hand/,
  ],
  [
    'the end of somebody with a role',
    candidate({ state: 'terminated' }),
    both(known({ roles: ['auditor'] })),
    file,
    /has a role/,
  ],
  ['a line that cannot be read', candidate({ problem: 'has 3 cells' }), {}, file, /has 3 cells/],
];
for (const [what, line, has, options, reason] of refusals)
  test(`${what} is refused with the reason`, () => {
    const judged = judge(line, around(has), options);
    assert.equal(judged.outcome, 'refused');
    assert.match(judged.reason ?? '', reason);
  });

test('a directory finds its people again by its own identifier, whatever they are called now', () => {
  const person = known({ origin: 'ldap', sourceId: 's1', externalId: 'e1', facts: { ...facts, userName: 'ada.old' } });
  const { outcome, changes } = judge(candidate({ externalId: 'e1' }), around({ byExternalId: person }), ldap);
  assert.deepEqual([outcome, changes.map(({ field }) => field)], ['changed', ['userName']]);
});

test('a directory takes people over only where it was told to, and then says so once', () => {
  const told = { ...ldap, takeOver: true };
  const taken = judge(candidate({ externalId: 'e1' }), around(both(known())), told);
  assert.deepEqual([taken.outcome, taken.changes], ['changed', [{ field: 'origin', before: 'hand', after: 'ldap' }]]);
  const mine = known({ origin: 'ldap', sourceId: 's1', externalId: 'e1' });
  assert.equal(judge(candidate({ externalId: 'e1' }), around({ byExternalId: mine }), told).outcome, 'unchanged');
});

test('a directory takes back whom it suspended itself, and nobody whom a person suspended', () => {
  const mine = { origin: 'ldap', sourceId: 's1', externalId: 'e1', state: 'suspended' } as const;
  const back = judge(
    candidate({ externalId: 'e1' }),
    around({ byExternalId: known({ ...mine, stateBySource: true }) }),
    ldap,
  );
  assert.equal(back.state, 'active');
  const away = judge(candidate({ externalId: 'e1' }), around({ byExternalId: known(mine) }), ldap);
  assert.equal(away.outcome, 'unchanged');
});
