import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anyConfig } from '../testing/any-config.ts';
import { openOnFreshDatabase, type Opened } from '../testing/opened.ts';
import fc from 'fast-check';
import { applyConfig } from './apply-config.ts';
import { exportConfig } from './export-config.ts';
import { planConfig } from './plan-config.ts';

const who = { actor: { kind: 'console', user: 'test' }, name: 'Test', personId: '', correlationId: '' } as const;
const order = (text: string, prune = false) => ({ text, prune, roles: true });
const all = { members: true, roles: true };

let one: Opened;
let other: Opened;
before(async () => {
  [one, other] = await Promise.all([openOnFreshDatabase(), openOnFreshDatabase()]);
});
after(async () => {
  await one?.close();
  await other?.close();
});

const FILE = `form: 1
userGroups:
  - { name: Zebra staff }
  - { name: field office }
deviceGroups:
  - name: Old phones
    rule: { platforms: [ios], osFrom: null, osBelow: "17", userGroups: [Field Office] }
spaces:
  - { name: North, rank: 10, userGroups: [Zebra staff], deviceGroups: [Old phones] }
providers:
  - provider: other
    value: { name: Acme, enabled: true, appName: Acme Wallet }
  - provider: entrust
    value: { enabled: true, instructions: "Line one\\n\\nLine three: \\"quoted\\" # not a comment" }
userSettings:
  device_registration:
    default: { pinLength: 9 }
    groups:
      - { name: Second, userGroups: [field office], value: { pinLength: 7 } }
      - { name: First, userGroups: [Zebra staff], value: { pinLength: 8 } }
  portal_authentication:
    groups:
      - { name: Acme people, userGroups: [Zebra staff], value: { provider: other, otherProvider: acme } }
  branding: { default: { organisation: "Agency: of, things" } }
  approvals: { default: { acts: [], hours: 48 } }
configurations:
  - { name: auth, kind: identity_certificate, allSpaces: true, value: { usage: Authentication } }
  - { name: Passcode, kind: passcode, audience: all, publish: false, value: {}, published: { name: Passcode, audience: { userGroups: [Zebra staff] }, value: {} } }
  - { name: Draft, kind: passcode, space: North, publish: false, value: {} }
apps:
  - name: Web@Work
    category: Work
    platform: ios
    kind: web-at-work
    identifier: gov.agency.web
    appConnect: true
    allSpaces: true
    audience: { deviceGroups: [Old phones] }
    configurations:
      - { name: Zulu, value: { pairs: [ { key: IdCertificate_1_host, value: "*.agency.example" } ], certificates: [ { key: IdCertificate_1, configuration: auth } ] } }
      - { name: Alpha, audience: { userGroups: [field office] } }
notificationTexts:
  - { kind: device.lost, language: es, subject: Perdido, body: "Hola \${displayName}\\n" }
ldapConnections:
  - { connection: { name: Directory, url: "ldaps://dir.agency.example", bindDn: "cn=reader", baseDns: ["ou=people"] } }
`;

test('what was applied on one fresh installation and exported is applied on another, whose export has the same octets', async () => {
  await applyConfig(one.contexts, order(FILE), who);
  const text = await exportConfig(one.contexts, who, all);
  const applied = await applyConfig(other.contexts, order(text), who);
  assert.ok(applied.created > 10);
  assert.equal(await exportConfig(other.contexts, who, all), text);
  const { plan } = await planConfig(other.contexts, order(text, true), who);
  assert.deepEqual(plan.changes, []);
});

test('whatever is configured, its export is applied elsewhere to the octet, and there is nothing left to change', async () => {
  await fc.assert(
    fc.asyncProperty(anyConfig, async (file) => {
      await applyConfig(one.contexts, order(file, true), who);
      assert.deepEqual((await planConfig(one.contexts, order(file, true), who)).plan.changes, []);
      const text = await exportConfig(one.contexts, who, all);
      await applyConfig(other.contexts, order(text, true), who);
      assert.equal(await exportConfig(other.contexts, who, all), text);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
