import type { ErrorCode, Platform, PortalAuthenticationSetting } from '@lanyard/contract';
import type { Clock, Db } from '@lanyard/kernel';
import { activeDevicesOf, crlEndOf, danglingKey, newestCard, publishedIdentities } from '../pg/simulation.ts';
import type { OthersPort } from '../ports.ts';
import type { Facts, SimulatedAuthority, SimulatedCard, SimulatedPerson } from './facts.ts';

export interface Phone {
  readonly platform: Platform | null;
  readonly osVersion: string | null;
}

export interface GatherPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly others: OthersPort;
}

/** Facts that are the same for everybody: asked once where many are looked at. */
export type Common = Pick<Facts, 'now' | 'authority' | 'frozen' | 'identities' | 'dangling' | 'enabledProviders'> & {
  readonly portals: readonly PortalAuthenticationSetting[];
};

/** Phones that people have, where nothing is said of theirs. */
const PHONES: readonly Platform[] = ['ios', 'android'];
/** Newer than any minimum: what is left is whether the platform is registered at all. */
const NEWEST = '999';

const refusals = {
  revoked: 'certificate_revoked',
  on_hold: 'certificate_on_hold',
  expired: 'certificate_expired',
  unknown: 'certificate_status_unknown',
} as const satisfies Record<string, ErrorCode>;

export async function gatherCommon({ db, clock, others }: GatherPorts): Promise<Common> {
  const now = clock.now();
  const [portals, authority, frozen, identities, dangling, enabledProviders] = await Promise.all([
    others.settingsOf('portal_authentication'),
    derivedAuthority(db, others, now),
    others.isSigningFrozen(),
    publishedIdentities(db.pool),
    danglingKey(db.pool),
    others.enabledProviders(),
  ]);
  return { now, portals: portals.map(({ value }) => value), authority, frozen, identities, dangling, enabledProviders };
}

export async function gatherFacts(
  { db, others }: GatherPorts,
  person: SimulatedPerson,
  phone: Phone,
  common: Common,
): Promise<Facts> {
  const [portal, registration, derived, wallet, activeDevices] = await Promise.all([
    others.setting(person.id, 'portal_authentication'),
    others.setting(person.id, 'device_registration'),
    others.setting(person.id, 'derived_credential'),
    others.setting(person.id, 'wallet'),
    activeDevicesOf(db.pool, person.id),
  ]);
  const { portals, ...same } = common;
  const platforms = phone.platform === null ? PHONES : [phone.platform];
  const admit = (platform: Platform) =>
    // The number of devices is a step of its own.
    others.wouldAdmit(registration.value, { platform, osVersion: phone.osVersion ?? NEWEST }, 0);
  return {
    ...same,
    person,
    phone,
    portal,
    registration,
    derived,
    wallet,
    activeDevices,
    card: await cardOf(db, others, person, portal.value, portals),
    anchorSpeaks: others.trustsIssuerOf(person.upn, portal.value, portals),
    admission: new Map(platforms.map((platform) => [platform, admit(platform)])),
  };
}

async function cardOf(
  db: Db,
  others: OthersPort,
  person: SimulatedPerson,
  own: PortalAuthenticationSetting,
  all: readonly PortalAuthenticationSetting[],
): Promise<SimulatedCard | null> {
  const newest = await newestCard(db.pool, person.id);
  if (newest === null) return null;
  const certificate = new Uint8Array(newest.certificate);
  const refusal =
    (await others.wouldSignIn({ certificate, upn: person.upn, own, all })) ??
    (await statusRefusal(others, certificate));
  return { subject: newest.subject, notAfter: newest.not_after, refusal };
}

async function statusRefusal(others: OthersPort, certificate: Uint8Array<ArrayBuffer>): Promise<ErrorCode | null> {
  const status = await others.cardStatus(certificate);
  return status === 'good' ? null : refusals[status];
}

/** The newest of its line that is active. */
async function derivedAuthority(db: Db, others: OthersPort, now: Date): Promise<SimulatedAuthority | null> {
  const [newest] = (await others.authorities())
    .filter(({ line, activeFrom }) => line === others.derivedLine && activeFrom <= now)
    .sort((a, b) => b.activeFrom.getTime() - a.activeFrom.getTime());
  if (newest === undefined) return null;
  const { id, notAfter, offline } = newest;
  return { id, notAfter, offline, crlEnds: await crlEndOf(db.pool, id) };
}
