// Everything that is configured as a file, with the real command: from one installation to another, and back.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { must } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { selfSigned } from './support/self-signed.ts';

let agency: Lanyard;
let fresh: Lanyard;
before(async () => {
  agency = await lanyard();
  const [key, certificate] = [join(agency.folder, 'web.key'), join(agency.folder, 'web.pem')];
  await selfSigned({ key, certificate }, { name: 'localhost' });
  const web = { LANYARD_TLS_KEY_FILE: key, LANYARD_TLS_CERTIFICATE_FILE: certificate };
  fresh = await lanyard({ LANYARD_DEMO: 'false', ...web });
  await Promise.all([agency.start(), fresh.start()]);
});
after(async () => {
  await agency?.remove();
  await fresh?.remove();
});

const written = (on: Lanyard, name: string, text: string): string => {
  const path = join(on.folder, name);
  writeFileSync(path, text);
  return path;
};

test('the configuration of the demo agency goes into a file, and from there into a fresh installation, to the octet', async () => {
  const more = written(
    agency,
    'more.yaml',
    `form: 1
userGroups: [ { name: Field office } ]
userSettings:
  device_registration:
    groups: [ { name: Field, userGroups: [Field office], value: { pinLength: 11 } } ]
configurations:
  - { name: Passcode, kind: passcode, allSpaces: true, audience: all, value: {} }
  - { name: Auth, kind: identity_certificate, allSpaces: true, value: { usage: Authentication } }
`,
  );
  const applied = await must(agency.run(['config', 'apply', more, '--yes']));
  assert.match(applied.stdout, /\+ configurations: Passcode/);
  assert.match(applied.stderr, /4 created, 0 changed, 0 deleted/);
  const file = join(agency.folder, 'agency.yaml');
  await must(agency.run(['config', 'export', '--out', file]));

  const plan = await fresh.run(['config', 'plan', file]);
  assert.equal(plan.code, 2, plan.stderr);
  assert.match(plan.stdout, /\+ userSettings: Device Registration: Field/);
  const id = /Plan ([0-9a-f]{32})/.exec(plan.stdout)?.[1] ?? assert.fail(plan.stdout);
  await must(fresh.run(['config', 'apply', file, '--plan-id', id]));
  assert.equal((await must(fresh.run(['config', 'export']))).stdout, readFileSync(file, 'utf8'));
});

test('a file that cannot be taken is refused with its line, and what is unwise in one is said without applying it', async () => {
  const wrong = written(fresh, 'wrong.yaml', 'form: 1\nspaces:\n  - name: North\n    colour: blue\n');
  const refused = await fresh.run(['config', 'plan', wrong]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /wrong\.yaml:4:5 spaces\.0\.colour is not known here/);
  const unwise = written(
    fresh,
    'unwise.yaml',
    'form: 1\nuserGroups: [ { name: Night } ]\nuserSettings: { portal_authentication: { default: { anchors: [] } } }\n',
  );
  const linted = await fresh.run(['lint', 'config', unwise]);
  assert.match(linted.stdout, /certificate_sign_in_missing/);
  assert.equal((await fresh.run(['config', 'plan', join(agency.folder, 'agency.yaml'), '--prune'])).code, 0);
});
