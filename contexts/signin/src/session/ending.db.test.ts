// Sessions that are opened while a person's, or everybody's, are ended.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { executeSql, type Tx } from '@lanyard/kernel';
import type { Pair } from '../testing/authority.ts';
import type { Browser } from '../testing/browser.ts';
import { cards } from '../testing/cards.ts';
import { ADA } from '../testing/doubles.ts';
import { openWorld, type World } from '../testing/world.ts';
import { endAll } from './end-all.ts';

let world: World;
let ada: Pair;
before(async () => {
  world = await openWorld();
  ada = await cards.authentication(world.issuing);
  await executeSql(
    world.db.pool,
    `create function signin.gate() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock(77); return new; end $$`,
  );
  await executeSql(
    world.db.pool,
    'create trigger gate after insert on signin.session for each row execute function signin.gate()',
  );
});
after(() => world.close());
beforeEach(() => world.people.splice(0, Infinity, ADA));

const somebodyWaits = async (times: number): Promise<boolean> => {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return (await executeSql(world.db.pool, waiting)).rows.length >= times;
};
async function opening(browser: Browser) {
  const { headers } = await world.show(ada, { browser });
  const ticket = String(headers.location).split('#ticket=')[1] ?? '';
  return () => browser.call('POST', '/api/session', { body: { ticket } });
}
const standing = async (browser: Browser) => (await browser.call('GET', '/api/session')).status;

test('a session that is opened while its person is suspended is refused, and not there when they come back', async () => {
  const browser = world.browser();
  const open = await opening(browser);
  let ended = false;
  let answer: ReturnType<typeof open> | undefined;
  await world.db.tx(async (tx) => {
    await world.signin.sessions.endForPerson(tx, ADA.id, 'person suspended');
    answer = open().finally(() => (ended = true));
    while (!ended && !(await somebodyWaits(1)));
    world.people.splice(0, 1, { ...ADA, state: 'suspended' });
  });
  assert.match((await answer)?.text ?? '', /"person_not_active"/);
  world.people.splice(0, 1, ADA);
  assert.equal(await standing(browser), 401);
});

const ways: [what: string, end: (tx: Tx) => Promise<void>][] = [
  ['those of its person', (tx) => world.signin.sessions.endForPerson(tx, ADA.id, 'card reported lost')],
  ['all', (tx) => endAll(world)(tx, {}, { actor: { kind: 'system', part: 'test' } })],
];
for (const [what, end] of ways)
  test(`a session that is just being opened ends with ${what}`, async () => {
    const browser = world.browser();
    const open = await opening(browser);
    let answer: ReturnType<typeof open> | undefined;
    let ending: Promise<void> | undefined;
    await world.db.tx(async (tx) => {
      await executeSql(tx, 'select pg_advisory_xact_lock(77)');
      answer = open();
      while (!(await somebodyWaits(1)));
      let ended = false;
      ending = world.db.tx(end).finally(() => (ended = true));
      while (!ended && !(await somebodyWaits(2)));
    });
    assert.equal((await answer)?.status, 200);
    await ending;
    assert.equal(await standing(browser), 401);
  });
