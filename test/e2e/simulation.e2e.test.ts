// "Can this person finish?" is asked, then the person tries: both have to stop at the same place, with the same error.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  groupSimulation,
  simulation,
  type AuditRow,
  type ListPage,
  type RequestSecrets,
  type SettingKind,
  type Simulation,
  type SimulationStepName,
} from '@lanyard/contract';
import { configFrom, issueDemoCard, openContexts, type OpenContexts } from '@lanyard/server';
import { CardHolder } from './support/card-holder.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate, must, register } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';

let on: Lanyard;
let contexts: OpenContexts;
let administrator: CardHolder;
before(async () => {
  on = await lanyard();
  await on.start();
  contexts = await openContexts(configFrom({ ...on.env, LANYARD_LOG: 'silent' }));
  administrator = new CardHolder(on.portal);
  await administrator.signIn(join(on.cards, 'ada.vega.p12'));
});
after(async () => {
  await contexts?.close();
  await on?.remove();
});

interface Someone {
  readonly id: string;
  readonly userName: string;
  readonly groupId: string;
  readonly card: string;
}

/** Somebody in a group of their own who showed their card once, when all was well. */
async function someone(name: string): Promise<Someone> {
  const userName = `${name}.case`;
  const upn = `${userName}@harbor.example`;
  const facts = { userName, upn, email: upn, displayName: name, givenName: name, surname: 'Case' };
  const card = join(on.cards, `${userName}.p12`);
  const made = await contexts.db.tx(async (tx) => {
    const { id } = await contexts.directory.addPerson(tx, facts);
    const groupId = await contexts.directory.addGroup(tx, `Group of ${name}`);
    await contexts.directory.addToGroup(tx, groupId, id);
    return { id, groupId };
  });
  await issueDemoCard(contexts, { userName, days: 30, keyType: 'ec-p256', path: card });
  await new CardHolder(on.portal).signIn(card);
  return { ...made, userName, card };
}

let rank = 1;
/** A setting of their group's, which is the default but for what is given. */
async function give(who: Someone, kind: SettingKind, change: object): Promise<void> {
  const all = await contexts.directory.settingsOf(kind);
  const value = { ...all.at(-1)?.value, ...change };
  await contexts.db.tx((tx) => contexts.directory.putSetting(tx, { kind, groupId: who.groupId, rank: rank++, value }));
}

async function simulated(who: Someone, query = '?platform=android&osVersion=15'): Promise<Simulation> {
  const { body } = await administrator.get(`/api/admin/people/${who.id}/simulation${query}`);
  return simulation.parse(body);
}

type Stop = { readonly at: 'sign-in' | 'request' | 'registration' | 'activation'; readonly code: string } | null;

/** The main job, as far as it goes. */
async function journey(who: Someone, platform = 'android'): Promise<Stop> {
  const holder = new CardHolder(on.portal);
  try {
    await holder.signIn(who.card);
  } catch {
    const { body } = await administrator.get('/api/admin/audit?act=sign_in.refused&limit=1');
    return { at: 'sign-in', code: String((body as ListPage<AuditRow>).items[0]?.details['code']) };
  }
  const asked = await holder.post('/api/me/requests', {});
  if (asked.status >= 400) return { at: 'request', code: (asked.body as { code: string }).code };
  const request = asked.body as RequestSecrets;
  const device = deviceIn(on.folder, `${who.userName}-${platform}`);
  const registered = await register(device, on, request, { platform, osVersion: '15' });
  if (registered.code !== 0) return { at: 'registration', code: codeIn(registered.said) };
  const activated = await activate(device, request.activationPassword);
  return activated.code === 0 ? null : { at: 'activation', code: codeIn(activated.said) };
}

const codeIn = (said: string): string => /\(([a-z_]+)[,)]/.exec(said)?.[1] ?? said;

/** Where on the way a step of the simulation lies. */
const placeOf: Partial<Record<SimulationStepName, NonNullable<Stop>['at']>> = {
  account: 'sign-in',
  'portal-authentication': 'sign-in',
  card: 'sign-in',
  request: 'request',
  'device-limit': 'request',
  platform: 'registration',
  'os-version': 'registration',
  authority: 'activation',
  profiles: 'activation',
};

interface Case {
  readonly name: string;
  readonly broken: string;
  readonly step: SimulationStepName;
  readonly code: string;
  readonly platform?: string;
  breakIt(who: Someone): Promise<unknown>;
}

const cases: readonly Case[] = [
  {
    name: 'ines',
    broken: 'a suspended account',
    step: 'account',
    code: 'person_not_active',
    breakIt: ({ id }) => contexts.db.tx((tx) => contexts.directory.setPersonState(tx, id, 'suspended')),
  },
  {
    name: 'noor',
    broken: 'a setting that trusts no issuer',
    step: 'portal-authentication',
    code: 'certificate_not_trusted',
    breakIt: (who) => give(who, 'portal_authentication', { anchors: [] }),
  },
  {
    name: 'otto',
    broken: 'an issuer that may not speak for their UPN suffix',
    step: 'card',
    code: 'certificate_names_other_organisation',
    async breakIt(who) {
      const all = await contexts.directory.settingsOf('portal_authentication');
      const anchors = all.at(-1)?.value.anchors.map((anchor) => ({ ...anchor, upnSuffixes: ['elsewhere.example'] }));
      await give(who, 'portal_authentication', { anchors });
    },
  },
  {
    name: 'pia',
    broken: 'a card on hold',
    step: 'card',
    code: 'certificate_on_hold',
    breakIt: ({ userName }) => must(on.run(['card', 'revoke', userName, '--hold'])),
  },
  {
    name: 'quin',
    broken: 'a revoked card',
    step: 'card',
    code: 'certificate_revoked',
    breakIt: ({ userName }) => must(on.run(['card', 'revoke', userName, '--reason', 'keyCompromise'])),
  },
  {
    name: 'rosa',
    broken: 'no new PIN allowed',
    step: 'request',
    code: 'new_pin_not_allowed',
    breakIt: (who) => give(who, 'device_registration', { allowNewPin: false }),
  },
  {
    name: 'sami',
    broken: 'as many devices as are allowed',
    step: 'device-limit',
    code: 'device_limit',
    async breakIt(who) {
      assert.equal(await journey(who, 'ios'), null);
      await give(who, 'device_registration', { maxDevices: 1 });
    },
  },
  {
    name: 'tess',
    broken: 'a phone of a kind that is not registered',
    step: 'platform',
    code: 'platform_not_allowed',
    platform: 'desktop',
    breakIt: (who) => give(who, 'device_registration', { allowDesktop: false }),
  },
  {
    name: 'ugo',
    broken: 'an operating system that is too old',
    step: 'os-version',
    code: 'os_too_old',
    breakIt: (who) => give(who, 'device_registration', { minimumVersion: { enabled: true, ios: '18', android: '16' } }),
  },
  {
    name: 'vito',
    broken: 'a purpose without a certificate policy',
    step: 'profiles',
    code: 'profile_refused',
    async breakIt(who) {
      const all = await contexts.directory.settingsOf('derived_credential');
      await give(who, 'derived_credential', { policies: { ...all.at(-1)?.value.policies, authentication: [] } });
    },
  },
];

for (const { name, broken, step, code, platform = 'android', breakIt } of cases)
  test(`with ${broken} the simulation names the step and the error at which the journey stops`, async () => {
    const who = await someone(name);
    const query = `?platform=${platform}&osVersion=15`;
    await breakIt(who);
    const foretold = await simulated(who, query);
    assert.equal(foretold.failsAt, step, JSON.stringify(foretold.steps));
    const said = foretold.steps.find((one) => one.step === step);
    assert.equal(said?.code, code);
    assert.deepEqual(await journey(who, platform), { at: placeOf[step], code });
  });

test('of whom it says that they can finish, they do; and of a group the members who cannot are named', async () => {
  const who = await someone('wanda');
  const foretold = await simulated(who);
  assert.deepEqual([foretold.outcome, foretold.failsAt], ['passes', null], JSON.stringify(foretold.steps));
  assert.equal(await journey(who), null);
  const ines = await contexts.directory.personByUserName('ines.case');
  await contexts.db.tx((tx) => contexts.directory.addToGroup(tx, who.groupId, ines?.id ?? assert.fail()));
  const { body } = await administrator.get(`/api/admin/groups/${who.groupId}/simulation?platform=ios&osVersion=18`);
  const group = groupSimulation.parse(body);
  const found = group.people.map(({ userName, failsAt }) => [userName, failsAt]);
  assert.deepEqual(
    [group.members, found],
    [
      2,
      [
        ['ines.case', 'account'],
        ['wanda.case', null],
      ],
    ],
  );
});
