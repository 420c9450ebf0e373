// People who come from elsewhere: a file at the console, and an identity provider with an API token, on a running server.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CardHolder } from './support/card-holder.ts';
import { must } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { until } from './support/run-program.ts';

let on: Lanyard;
before(async () => {
  on = await lanyard();
  await on.start();
});
after(() => on?.remove());

const file = (name: string, ...lines: string[]): string => {
  const path = join(on.folder, name);
  writeFileSync(path, ['userName,upn,givenName,surname,state,groups', ...lines, ''].join('\n'));
  return path;
};

test('a file at the console says what it would do, and does it whole or not at all', async () => {
  const good = 'mia.sand,mia.sand@harbor.example,Mia,Sand,,Crew';
  const bad = await on.run(['person', 'import', file('bad.csv', good, 'x,no upn,X,Y,,'), '--create-groups', '--apply']);
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /line 3: upn: .*\n[^]*Nothing was done/);
  const taken = await must(on.run(['person', 'import', file('good.csv', good), '--create-groups', '--apply']));
  assert.match(taken.stdout, /^1 new, 0 changed, 0 unchanged, 0 refused; 1 join a group/);
  await must(on.run(['group', 'join', 'crew', 'ben.okafor', 'ada.vega']));
  assert.equal((await must(on.run(['group', 'list']))).stdout, 'Crew\t3\tcsv\n');
});

test('an identity provider suspends, brings back and ends a person by an API token, and their sessions follow', async () => {
  const admin = new CardHolder(on.portal);
  await admin.signIn(join(on.cards, 'ada.vega.p12'));
  const made = await admin.post('/api/admin/tokens', {
    name: 'provisioning',
    scopes: ['people.read', 'people.write'],
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const { token } = made.body as { token: string };
  const scim = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const answer = await fetch(`${on.portal}/scim/v2${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  const patch = (id: string, value: unknown) =>
    scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'Replace', path: 'active', value }] });

  const found = await scim<{ Resources: { id: string }[] }>('GET', '/Users?filter=userName%20eq%20%22ben.okafor%22');
  const id = found.Resources[0]?.id ?? assert.fail('ben is not found');
  const ben = new CardHolder(on.portal);
  const card = join(on.cards, 'ben.okafor.p12');
  await ben.signIn(card);
  await patch(id, 'False');
  await until('the session ended', async () => (await ben.get('/api/me')).status === 401);
  await assert.rejects(new CardHolder(on.portal).signIn(card), /suspended or has ended/);
  await patch(id, 'True');
  await new CardHolder(on.portal).signIn(card);
  await scim('DELETE', `/Users/${id}`);
  await assert.rejects(new CardHolder(on.portal).signIn(card), /suspended or has ended/);
  const nobody = await fetch(`${on.portal}/scim/v2/Users`);
  assert.deepEqual([nobody.status, nobody.headers.get('content-type')?.split(';')[0]], [401, 'application/scim+json']);
});
