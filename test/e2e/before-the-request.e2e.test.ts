// What happens before anybody requested a credential: the invitation, and a phone that registers too early.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import { configFrom, openContexts, type OpenContexts } from '@lanyard/server';
import { CardHolder } from './support/card-holder.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate, must } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { until } from './support/run-program.ts';

let on: Lanyard;
before(async () => {
  on = await lanyard();
  await on.start();
});
after(() => on?.remove());

/** Works beside the server, as an administrator's screen will. */
async function withContexts(work: (contexts: OpenContexts) => Promise<unknown>): Promise<void> {
  const contexts = await openContexts(configFrom({ ...on.env, LANYARD_LOG: 'silent' }));
  try {
    await work(contexts);
  } finally {
    await contexts.close();
  }
}

async function mailsTo(user: string): Promise<Email[]> {
  const folder = join(on.data, 'mail');
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.name.endsWith('.eml'));
  const mails = await Promise.all(names.map(({ name }) => PostalMime.parse(readFileSync(join(folder, name)))));
  return mails.filter((mail) => mail.to?.some(({ address }) => address === `${user}@harbor.example`));
}

async function invitationOf(user: string): Promise<string> {
  await must(on.run(['person', 'invite', user]));
  await until('the invitation is mailed', async () => (await mailsTo(user).catch(() => [])).length > 0);
  const [mail] = await mailsTo(user);
  return mail?.text ?? '';
}

test('SSP-005 SSP-006 an invitation has the link to the portal, where its settings let the person use it', async () => {
  const text = await invitationOf('ada.vega');
  assert.ok(text.replaceAll(/\s+/g, ' ').includes(`open ${on.portal} and choose "Sign in with Certificate"`), text);
});

test('SSP-021 AGT-007 a device that registers before a credential was requested has nothing to activate, and is told why', async () => {
  await withContexts(async ({ db, directory }) => {
    const [setting] = await directory.settingsOf('portal_authentication');
    const value = { ...setting?.value, derivedMobileSmartCredential: false };
    await db.tx((tx) => directory.putSetting(tx, { kind: 'portal_authentication', groupId: null, rank: 0, value }));
  });
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'chloe.lind.p12'));
  const { userName, registrationPin, requestId } = await holder.request();
  assert.equal(requestId, null);
  const device = deviceIn(on.folder, 'early');
  const about = ['--server', on.wallet, '--user', userName, '--platform', 'android', '--os-version', '15'];
  const registered = await device(['register', ...about, '--registration-pin-stdin'], registrationPin);
  assert.equal(registered.code, 0, registered.said);
  assert.match(registered.said, /No credential was requested for this device.*request one in the self-service portal/);
  const early = await activate(device, 'AAAAAAAA');
  assert.equal(early.code, 1);
  assert.match(early.said, /\(no_activation\)/);
});

test('SSP-006 who cannot sign in with a certificate gets the other invitation, without a link', async () => {
  await withContexts(({ db, directory }) =>
    db.tx(async (tx) => {
      const group = await directory.addGroup(tx, 'No trusted issuer');
      const ben = await directory.personByUserName('ben.okafor');
      await directory.addToGroup(tx, group, ben?.id ?? assert.fail('there is no Ben'));
      await directory.putSetting(tx, {
        kind: 'portal_authentication',
        groupId: group,
        rank: 1,
        value: { anchors: [] },
      });
    }),
  );
  const text = await invitationOf('ben.okafor');
  assert.match(text, /Your administrator will give you what you need/);
  assert.ok(!text.includes(on.portal), text);
});
