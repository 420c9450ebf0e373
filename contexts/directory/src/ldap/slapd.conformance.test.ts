import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { IntakeView, LdapTestResult, LdapView, ListPage, PersonRow } from '@lanyard/contract';
import { Attribute, Change, Client } from 'ldapts';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';
import { MANAGER, READER, SLAPD, startSlapd, type Slapd } from '../testing/slapd.ts';

const skip = existsSync(SLAPD) ? false : `${SLAPD} is not installed: apt-get install slapd`;
const SUFFIX = 'dc=agency,dc=example';
const PEOPLE = 620;
let slapd: Slapd;
let app: AdminApp;

/** More than a page, all older than any run. */
function entries(): string {
  const old = 'modifyTimestamp: 20200101000000Z';
  const unit = (ou: string) => `dn: ou=${ou},${SUFFIX}\nobjectClass: organizationalUnit\nou: ${ou}\n`;
  const person = (n: number) => `dn: uid=p${n},ou=people,${SUFFIX}
objectClass: inetOrgPerson
uid: p${n}
cn: Person Number${n}
givenName: Person
sn: Number${n}
mail: p${n}@agency.example
${old}
`;
  return [
    `dn: ${SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Agency\ndc: agency\n`,
    `dn: ${READER.dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${READER.password}\n`,
    unit('people'),
    unit('groups'),
    ...Array.from({ length: PEOPLE }, (_, n) => person(n)),
    `dn: cn=Pilots,ou=groups,${SUFFIX}
objectClass: groupOfNames
cn: Pilots
member: UID=p1, ou=People,${SUFFIX}
member: uid=p2,ou=people,${SUFFIX}
`,
  ].join('\n');
}

const connection = (over: object = {}) => ({
  name: 'Debian',
  url: slapd.tls,
  caCertificates: slapd.certificate,
  bindDn: READER.dn,
  baseDns: [`ou=people,${SUFFIX}`],
  groups: { enabled: true, baseDns: [`ou=groups,${SUFFIX}`] },
  ...over,
});
const probe = async (over: object, password: string | undefined = READER.password) =>
  (await app.call<LdapTestResult>('POST', '/api/admin/ldap/test', { connection: connection(over), password })).body;

before(async () => {
  if (skip) return;
  slapd = await startSlapd(entries());
  app = await openAdminApp();
  // The directory stamps changes by the machine's clock.
  app.clock.advance(Date.now() - app.clock.now().getTime());
});
after(async () => {
  if (skip) return;
  await app.close();
  await slapd.stop();
});

async function asManager(work: (client: Client) => Promise<void>) {
  const client = new Client({ url: slapd.plain });
  await client.bind(MANAGER.dn, MANAGER.password);
  await work(client);
  await client.unbind();
}
async function sync(id: string): Promise<IntakeView> {
  const { body } = await app.call<IntakeView>('POST', `/api/admin/ldap/${id}/sync`);
  await app.runJobs();
  return (await app.call<IntakeView>('GET', `/api/admin/intakes/${body.id}`)).body;
}

for (const [how, over] of [
  ['TLS', {}],
  ['StartTLS', { startTls: true }],
] as const)
  test(`a connection that is tried over ${how} shows five people as they would be, and groups`, { skip }, async () => {
    const url = how === 'TLS' ? slapd.tls : slapd.plain;
    const { problem, sample, groups } = await probe({ ...over, url });
    assert.equal(problem, null);
    assert.equal(sample.length, 5);
    assert.deepEqual(sample[0], {
      dn: `uid=p0,ou=people,${SUFFIX}`,
      userName: 'p0',
      upn: 'p0@agency.example',
      email: 'p0@agency.example',
      displayName: 'Person Number0',
      problem: null,
    });
    assert.deepEqual(groups, ['Pilots']);
  });

const wrongs: [what: string, over: () => object, password: string, step: [boolean, boolean], words: RegExp][] = [
  ['a wrong password', () => ({}), 'wrong', [true, false], /refused the account/],
  [
    'an issuer that is not trusted',
    () => ({ caCertificates: '' }),
    READER.password,
    [false, false],
    /certificate is not trusted/,
  ],
  [
    'an issuer that is not trusted, after StartTLS',
    () => ({ caCertificates: '', url: slapd.plain, startTls: true }),
    READER.password,
    [false, false],
    /certificate is not trusted/,
  ],
  [
    'a search base that is not there',
    () => ({ baseDns: [`ou=nobody,${SUFFIX}`] }),
    READER.password,
    [true, true],
    /search base does not exist/,
  ],
  [
    'a filter that is none',
    () => ({ filter: '((uid=*)' }),
    READER.password,
    [true, true],
    /filter is not in the expected form/,
  ],
  [
    'a port that nobody listens on',
    () => ({ url: 'ldaps://localhost:1' }),
    READER.password,
    [false, false],
    /Nothing answers/,
  ],
  [
    'TLS on the port without it',
    () => ({ url: slapd.plain.replace('ldap:', 'ldaps:') }),
    READER.password,
    [false, false],
    /./,
  ],
];
for (const [what, over, password, [reached, bound], words] of wrongs)
  test(`${what} is said in words`, { skip }, async () => {
    const result = await probe(over(), password);
    assert.match(result.problem ?? '', words);
    assert.deepEqual([result.reached, result.bound], [reached, bound]);
    assert.ok(!JSON.stringify(result).includes(READER.password));
  });

test('a real directory is read in pages, and later only what changed in it', { skip }, async () => {
  const added = await app.call<LdapView>('POST', '/api/admin/ldap', {
    connection: connection(),
    password: READER.password,
  });
  const { id } = added.body;
  const first = await sync(id);
  assert.deepEqual([first.state, first.counts.new, first.counts.joins], ['done', PEOPLE, 2], first.problem ?? '');

  await asManager(async (client) => {
    const mail = new Attribute({ type: 'mail', values: ['new@agency.example'] });
    await client.modify(`uid=p1,ou=people,${SUFFIX}`, new Change({ operation: 'replace', modification: mail }));
    await client.modifyDN(`uid=p2,ou=people,${SUFFIX}`, 'uid=renamed');
    await client.del(`uid=p3,ou=people,${SUFFIX}`);
    const member = new Attribute({ type: 'member', values: [`uid=p4,ou=people,${SUFFIX}`] });
    await client.modify(`cn=Pilots,ou=groups,${SUFFIX}`, new Change({ operation: 'add', modification: member }));
  });
  const second = await sync(id);
  assert.equal(second.state, 'done', second.problem ?? '');
  // p1 and p2 changed, p4 joined; p2 is in the group under a DN that is nobody's any more, and leaves.
  assert.deepEqual(
    { ...second.counts },
    { new: 0, changed: 3, unchanged: 0, refused: 0, gone: 1, joins: 1, leaves: 1 },
  );
  const list = async (q: string) => (await app.call<ListPage<PersonRow>>('GET', `/api/admin/people?q=${q}`)).body.items;
  assert.equal((await list('new@agency.example'))[0]?.userName, 'p1');
  assert.equal((await list('renamed'))[0]?.displayName, 'Person Number2');
  assert.equal((await list('p3@agency.example'))[0]?.state, 'suspended');
});
