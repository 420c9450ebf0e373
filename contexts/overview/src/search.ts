import type { AdminPermission, SearchAnswer, SearchHit } from '@lanyard/contract';
import { callerMay, type AdminCaller, type Queryable } from '@lanyard/kernel';
import { links } from './links.ts';
import { serialsOf } from './pg/conditions.ts';
import {
  findCards,
  findCertificates,
  findConfigurations,
  findDevices,
  findGroups,
  findImported,
  findPeople,
  type FoundSerial,
} from './pg/search.ts';

type SearchBy = Pick<AdminCaller, 'spaces'>;

/** So many of each kind: whoever needs more goes to its list. */
const SHOWN = 5;
/** Shorter ones are the beginning of too many numbers to help anybody. */
const SERIAL_DIGITS = 4;

const platformNames: Readonly<Record<string, string>> = { ios: 'iOS', android: 'Android', desktop: 'Desktop' };

type Kind = SearchHit['kind'];
type Found = readonly [Kind, readonly SearchHit[]];

/** Any person, device, serial number, configuration or group, by how it begins; what the caller may not read is left out. */
export async function search(on: Queryable, typed: string, caller: AdminCaller): Promise<SearchAnswer> {
  const may = (permission: AdminPermission) => callerMay(caller, permission);
  const { spaces } = caller;
  const serials = serialsOf(typed).filter((serial) => serial.length >= SERIAL_DIGITS);
  const limit = SHOWN + 1;
  const found = await Promise.all([
    may('people.read') ? people(on, typed, spaces, limit) : none('person'),
    may('devices.read') ? devices(on, typed, spaces, limit) : none('device'),
    may('people.read') ? groups(on, typed, limit) : none('group'),
    may('configurations.read') ? configurations(on, typed, spaces, limit) : none('configuration'),
    ...(may('credentials.read') && serials.length > 0 ? bySerial(on, serials, spaces, limit) : []),
  ]);
  return {
    hits: found.flatMap(([, hits]) => hits.slice(0, SHOWN)),
    more: found.filter(([, hits]) => hits.length > SHOWN).map(([kind]) => kind),
  };
}

const none = async (kind: Kind): Promise<Found> => [kind, []];

async function people(on: Queryable, typed: string, spaces: SearchBy['spaces'], limit: number): Promise<Found> {
  const found = await findPeople(on, typed, spaces, limit);
  const hit = ({ id, display_name, user_name, email, state }: (typeof found)[number]): SearchHit => ({
    kind: 'person',
    id,
    title: display_name,
    detail: [user_name, email, ...(state === 'active' ? [] : [state])].join(' · '),
    link: links.person(id),
  });
  return ['person', found.map(hit)];
}

async function devices(on: Queryable, typed: string, spaces: SearchBy['spaces'], limit: number): Promise<Found> {
  const found = await findDevices(on, typed, spaces, limit);
  const hit = ({ id, name, platform, state, display_name }: (typeof found)[number]): SearchHit => ({
    kind: 'device',
    id,
    title: name,
    detail: [
      platformNames[platform] ?? platform,
      display_name ?? 'nobody',
      ...(state === 'active' ? [] : [state]),
    ].join(' · '),
    link: links.device(id),
  });
  return ['device', found.map(hit)];
}

async function groups(on: Queryable, typed: string, limit: number): Promise<Found> {
  const found = await findGroups(on, typed, limit);
  return [
    'group',
    found.map(({ id, name }) => ({ kind: 'group', id, title: name, detail: 'User group', link: links.group(id) })),
  ];
}

async function configurations(on: Queryable, typed: string, spaces: SearchBy['spaces'], limit: number): Promise<Found> {
  const found = await findConfigurations(on, typed, spaces, limit);
  return [
    'configuration',
    found.map(({ id, name, detail }) => ({
      kind: 'configuration',
      id,
      title: name,
      detail: detail.replaceAll('_', ' '),
      link: links.configuration(id),
    })),
  ];
}

function bySerial(
  on: Queryable,
  serials: readonly string[],
  spaces: SearchBy['spaces'],
  limit: number,
): Promise<Found>[] {
  const hit =
    (kind: Kind, link: (filters: { q: string }) => string) =>
    ({ serial, what, display_name }: FoundSerial): SearchHit => ({
      kind,
      id: serial,
      title: serial,
      detail: [what, display_name ?? 'nobody'].join(' · '),
      link: link({ q: serial }),
    });
  return [
    findCertificates(on, serials, spaces, limit).then((found): Found => [
      'certificate',
      found.map(hit('certificate', links.certificates)),
    ]),
    findCards(on, serials, spaces, limit).then((found): Found => ['card', found.map(hit('card', links.cards))]),
    findImported(on, serials, spaces, limit).then((found): Found => [
      'credential',
      found.map((one) => ({
        ...hit('credential', links.credentials)(one),
        id: one.id,
        detail: [one.provider, one.what, one.display_name ?? 'nobody'].join(' · '),
      })),
    ]),
  ];
}
