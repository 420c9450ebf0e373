import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Directory, Person } from '@lanyard/directory';
import { after, days, executeSql, type Clock, type Db } from '@lanyard/kernel';
import type { Issuer } from '@lanyard/issuer';
import { nameFrom, toPem } from '@lanyard/pki';
import { makeBadCards } from './bad-cards.ts';
import { issueCard } from './issue-card.ts';
import { demoPeople, UPN_SUFFIX, upnOf } from './people.ts';

export interface AgencyParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly issuer: Issuer;
}

export interface AgencyOptions {
  readonly organisation: string;
  /** Where the software cards go, as PKCS#12 files. */
  readonly cardFolder: string;
  /** DNS names of this installation's own web servers. */
  readonly say: (line: string) => void;
}

/** The password of every demo card: it stands in for a card's PIN, and is printed. */
export const CARD_PASSWORD = 'demo';

const FACT = 'demo agency';
const YEARS = 365;

/**
 * Makes the demo agency once. Every step is safe to repeat, and the fact that it is done is written last:
 * a start that was cut off goes on where it was.
 */
export async function makeAgency(parts: AgencyParts, options: AgencyOptions): Promise<void> {
  if (await isMade(parts.db)) return;
  options.say('Making the demo agency: authorities, people and their cards …');
  await makeAuthorities(parts.issuer, options.organisation);
  const people = await addPeople(parts);
  await putSettings(parts);
  await mkdir(options.cardFolder, { recursive: true, mode: 0o700 });
  for (const person of people) await makeCard(parts, options, person);
  await makeBadCards(
    { issuer: parts.issuer, clock: parts.clock, db: parts.db },
    {
      ...options,
      save: (name, der) => saveCard(options.cardFolder, name, der),
      password: CARD_PASSWORD,
      person: people[0],
    },
  );
  await executeSql(
    parts.db.pool,
    'insert into kernel.fact (name, value) values ($1, $2::jsonb) on conflict do nothing',
    [FACT, JSON.stringify({ at: parts.clock.now() })],
  );
}

async function isMade(db: Db): Promise<boolean> {
  return (await executeSql(db.pool, 'select 1 from kernel.fact where name = $1', [FACT])).rows.length > 0;
}

async function makeAuthorities(issuer: Issuer, organisation: string): Promise<void> {
  const named = (name: string) =>
    nameFrom([
      { type: 'C', value: 'US' },
      { type: 'O', value: organisation },
      { type: 'CN', value: `${organisation} ${name}` },
    ]);
  await issuer.createAuthority({
    id: 'root',
    kind: 'root',
    subject: named('Demo Root CA'),
    keyType: 'ec-p384',
    lifetimeDays: 10 * YEARS,
  });
  await issuer.createAuthority({
    id: 'card',
    kind: 'card',
    parent: 'root',
    subject: named('Demo Card CA'),
    keyType: 'ec-p256',
    lifetimeDays: 8 * YEARS,
  });
  await issuer.createAuthority({
    id: 'derived',
    kind: 'derived',
    parent: 'root',
    subject: named('Demo Derived Credential CA'),
    keyType: 'ec-p256',
    lifetimeDays: 8 * YEARS,
  });
  await issuer.createRecoveryKey({ authority: 'derived', subject: named('Demo Key Recovery') });
}

async function addPeople({ db, directory }: AgencyParts): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (const { userName, givenName, surname, role } of demoPeople) {
    const known = await directory.personByUserName(userName);
    const upn = upnOf({ userName });
    const input = {
      userName,
      upn,
      email: upn,
      displayName: `${givenName} ${surname}`,
      givenName,
      surname,
      roles: [role],
    };
    people.push(known ?? (await db.tx((tx) => directory.addPerson(tx, input))));
  }
  return people;
}

async function putSettings({ db, directory, issuer }: AgencyParts): Promise<void> {
  const card = (await issuer.authorities()).find((a) => a.id === 'card');
  if (!card) throw new Error('the card authority is missing');
  const anchors = [
    { name: 'Demo Card CA', certificate: toPem('CERTIFICATE', card.certificate.der), upnSuffixes: [UPN_SUFFIX] },
  ];
  await db.tx(async (tx) => {
    const put = (kind: 'portal_authentication' | 'device_registration' | 'wallet', value: object) =>
      directory.putSetting(tx, { kind, groupId: null, rank: 0, value });
    await put('portal_authentication', { anchors, derivedMobileSmartCredential: true });
    await put('device_registration', { allowDesktop: true, allowUnknownPlatform: true });
    await put('wallet', { keyExport: true });
  });
}

async function makeCard({ issuer, clock }: AgencyParts, options: AgencyOptions, person: Person): Promise<void> {
  const known = demoPeople.find((p) => p.userName === person.userName);
  if (!known) return;
  const card = await issueCard(issuer, 'card', {
    ...known,
    personId: person.id,
    email: person.email,
    upn: person.upn,
    organisation: options.organisation,
    notAfter: after(clock.now(), days(3 * YEARS)),
    keyType: 'ec-p256',
    password: CARD_PASSWORD,
  });
  await saveCard(options.cardFolder, person.userName, card.pkcs12);
}

/** Whole or not at all, and only for the owner: it holds private keys. */
export async function saveCard(folder: string, name: string, pkcs12: Uint8Array): Promise<string> {
  const path = join(folder, `${name}.p12`);
  await writeFile(`${path}.part`, pkcs12, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return path;
}
