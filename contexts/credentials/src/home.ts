import type { HomeView, RequestView } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { partsOf } from './pg/certificates.ts';
import { findCredentialsOf } from './pg/credentials.ts';
import { findOpenRequest } from './pg/requests.ts';
import type { RequestRow } from './pg/tables.ts';
import type { CredentialsParts, DirectoryPerson } from './ports.ts';
import { providerOf, type ChosenProvider } from './providers/provider-of.ts';
import { credentialView, deviceView, requestView, stateAt } from './views.ts';

const SHOWN = 50;

/** The holder's home page. @throws LanyardError `person_unknown` */
export async function homeOf(parts: CredentialsParts, personId: string): Promise<HomeView> {
  const { clock, db, directory, fleet } = parts;
  const person = await directory.personById(personId);
  if (person === null) throw new LanyardError('person_unknown');
  const portal = (await directory.setting(personId, 'portal_authentication')).value;
  const devices = (await fleet.devicesOf(personId)).filter(({ state }) => state !== 'retired');
  const rows = await findCredentialsOf(db.pool, { personId }, SHOWN);
  const certificates = await partsOf(
    db.pool,
    rows.map(({ id }) => id),
  );
  const open = await findOpenRequest(db.pool, personId);
  const provider = await providerOf(db.pool, portal);
  const refused = await cannotRequest(
    parts,
    person,
    provider,
    devices.some(({ state }) => state === 'active'),
  );
  const { id, userName, displayName, email, upn } = person;
  return {
    person: { id, userName, displayName, email, upn },
    requestButton: portal.derivedMobileSmartCredential ? 'Request PIN and Derived Credential' : 'Request a PIN',
    provider: {
      kind: provider.kind,
      name: provider.name,
      instructions: provider.instructions,
      requestUrl: provider.requestUrl,
      qrUrl: provider.qrUrl,
    },
    canRequest: refused === null,
    cannotRequestReason: refused,
    devices: devices.map(deviceView),
    credentials: rows.map((row) => credentialView(row, certificates)),
    request: open === null || stateAt(open, clock.now()) === 'expired' ? null : await viewOf(parts, open),
  };
}

/** A request as its holder follows it. */
export async function viewOf({ clock, fleet }: CredentialsParts, row: RequestRow): Promise<RequestView> {
  return requestView(row, await fleet.registrationFor(row.id), clock.now());
}

async function cannotRequest(
  { directory }: CredentialsParts,
  person: DirectoryPerson,
  provider: ChosenProvider,
  hasDevice: boolean,
): Promise<string | null> {
  if (person.state !== 'active') return 'Your account here is suspended or has ended. Ask your administrator.';
  const { derivedMobileSmartCredential } = (await directory.setting(person.id, 'portal_authentication')).value;
  if (!provider.enabled && derivedMobileSmartCredential)
    return `${provider.name} is not enabled here. Ask your administrator.`;
  if (provider.requestUrl !== null) return null;
  const { allowNewPin, type } = (await directory.setting(person.id, 'device_registration')).value;
  if (type === 'Off' && !(derivedMobileSmartCredential && hasDevice))
    return 'Your organisation does not register devices for you. Ask your administrator.';
  if ((allowNewPin && type !== 'Off') || (derivedMobileSmartCredential && hasDevice)) return null;
  return 'Your organisation does not let you request another PIN. Ask your administrator.';
}
