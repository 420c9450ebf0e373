import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { LintReport } from '@lanyard/contract';
import { createHttp, executeSql, type Caller, type Http } from '@lanyard/kernel';
import { compositions } from '../listeners.ts';
import { lintInstallation } from './lint-installation.ts';
import { type Opened, openOnFreshDatabase } from '../testing/opened.ts';

let opened: Opened;
let app: Http;

const caller: Caller = {
  kind: 'session',
  sessionId: randomUUID(),
  personId: randomUUID(),
  signedInBy: 'primary',
  primary: true,
  fresh: true,
  roles: ['administrator'],
  spaces: null,
};

before(async () => {
  opened = await openOnFreshDatabase();
  const { contexts } = opened;
  app = await createHttp({ log: contexts.log, ratePerMinute: 100_000, guard: async () => caller });
  compositions.portal(contexts, app);
  await app.ready();
});
after(async () => {
  await app?.close();
  await opened?.close();
});

async function post<T>(path: string, payload: object): Promise<T> {
  const answer = await app.inject({ method: 'POST', url: `/api/admin/${path}`, payload });
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<T>();
}
async function lint(): Promise<string[]> {
  const answer = await app.inject({ url: '/api/admin/lint' });
  assert.equal(answer.statusCode, 200, answer.body);
  const { findings, errors, warnings, advice } = answer.json<LintReport>();
  assert.equal(errors + warnings + advice, findings.length);
  return findings.map(({ code, object }) => `${code} @ ${object.kind}`);
}

test('the lint reads settings, configurations and apps as they are, whichever context keeps them', async () => {
  assert((await lint()).includes('certificate_sign_in_missing @ setting'), 'a new installation trusts no card');
  const auth = await post<{ id: string }>('configurations', {
    kind: 'identity_certificate',
    name: 'Auth',
    allSpaces: true,
    value: { usage: 'Authentication' },
  });
  assert((await lint()).includes('configuration_unnamed @ configuration'));
  const web = await post<{ id: string }>('apps', {
    name: 'Web@Work',
    category: 'Work',
    platform: 'ios',
    kind: 'web-at-work',
    identifier: 'gov.agency.web',
    appConnect: true,
    audience: { to: 'chosen', people: [randomUUID()], userGroups: [randomUUID()], devices: [randomUUID()] },
    allSpaces: true,
  });
  await post(`apps/${web.id}/configurations`, {
    name: 'Inside',
    value: {
      pairs: [
        { key: 'IdCertificate_1_host', value: '*.agency.example' },
        { key: 'idCertificate_2_host', value: 'two.agency.example' },
      ],
      certificates: [{ key: 'IdCertificate_1', configurationId: auth.id }],
    },
  });
  const found = await lint();
  for (const expected of [
    'key_near_miss @ app configuration',
    'reference_draft @ app configuration',
    'configuration_draft @ configuration',
    'passcode_missing @ installation',
    'appconnect_device_missing @ installation',
    'app_catalog_missing @ installation',
    'audience_gone @ app',
  ])
    assert(found.includes(expected), `${expected} of ${found.join(', ')}`);
  assert(!found.includes('configuration_unnamed @ configuration'), 'an app names it now');
  const published = await app.inject({
    method: 'POST',
    url: `/api/admin/configurations/${auth.id}/publish`,
    headers: { 'if-match': '"1"' },
  });
  assert.equal(published.statusCode, 200);
  assert(!(await lint()).includes('reference_draft @ app configuration'));
});

test('a group that the same transaction makes is not missing to who looks within it', async () => {
  const { contexts } = opened;
  const audience = { to: 'chosen', people: [], userGroups: [], devices: [], deviceGroups: [] };
  const app_ = { platform: 'android', kind: 'web-at-work', identifier: 'gov.agency.made', appConnect: true };
  const { id } = await post<{ id: string }>('apps', {
    ...app_,
    name: 'For the new',
    category: 'Web',
    audience,
    allSpaces: true,
  });
  const seen = await contexts.db.tx(async (tx) => {
    const group = await contexts.directory.addGroup(tx, 'Just made');
    await executeSql(tx, 'update fleet.app set audience = $1 where id = $2', [
      JSON.stringify({ ...audience, userGroups: [group] }),
      id,
    ]);
    return lintInstallation(contexts, tx);
  });
  assert.deepEqual(
    seen.findings.filter(({ code, object }) => code === 'audience_gone' && object.name === 'For the new'),
    [],
  );
});
