import type { CredentialRow, DeviceRow, RequestRow, RequestState } from '@lanyard/contract';
import { credentialListPage, deviceListPage } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { credentialStates } from '../../words/credential-state-words.ts';
import { deviceStateWords, requestStateWords } from '../../words/device-words.ts';
import { followMs, useLatestRequest } from './latest-request.ts';

const again = 'Have them choose "Request PIN and Derived Credential" in the self-service portal, with their card.';

/** What whoever calls does now, by where their latest request is. */
const nextStep: Readonly<Record<RequestState, string | null>> = {
  pending: 'They type into the phone what the portal page shows. "More time" on that page gives a new password.',
  activating: 'They open the wallet on the phone: it goes on by itself.',
  activated: null,
  expired: again,
  superseded: null,
  cancelled: again,
  locked: again,
};

/** Where somebody stands right now: the latest request, the devices, the credentials that are not over. */
export function StandingSheet({ personId }: { readonly personId: string }) {
  const of = { person: personId };
  const requests = useLatestRequest(personId);
  const devices = useQuery({
    ...adminQuery(deviceListPage, 'devices', { ...of, limit: '5' }),
    refetchInterval: followMs,
  });
  const credentials = useQuery({
    ...adminQuery(credentialListPage, 'credentials', { ...of, state: 'issuing,active,suspended', limit: '5' }),
    refetchInterval: followMs,
  });
  return (
    <Sheet title="Where it stands">
      <Loaded query={requests}>{({ items }) => <LatestRequest request={items[0]} />}</Loaded>
      <Loaded query={devices}>{({ items }) => <Devices devices={items} />}</Loaded>
      <Loaded query={credentials}>{({ items }) => <Credentials credentials={items} />}</Loaded>
    </Sheet>
  );
}

function LatestRequest({ request }: { readonly request: RequestRow | undefined }) {
  if (request === undefined) return <p>Never asked for a credential. {again}</p>;
  const { state, createdAt, expiresAt, wrongPasswords, wrongLimit } = request;
  const isOpen = state === 'pending' || state === 'activating';
  const next = nextStep[state];
  return (
    <p>
      <StateMark state={requestStateWords[state]} /> Latest request, of <DateText at={createdAt} />
      {isOpen && (
        <>
          ; open until <DateText at={expiresAt} />
        </>
      )}
      {wrongPasswords > 0 && `; wrong passwords: ${wrongPasswords} of ${wrongLimit}`}.
      {next !== null && (
        <>
          {' '}
          <strong>Next:</strong> {next}
        </>
      )}
    </p>
  );
}

function Devices({ devices }: { readonly devices: readonly DeviceRow[] }) {
  if (devices.length === 0) return <p>No device is registered.</p>;
  return devices.map(({ id, name, state, lastCheckInAt }) => (
    <p key={id}>
      <StateMark state={deviceStateWords[state]} /> <Link to={`/admin/devices/${id}`}>{name}</Link>, last check-in:{' '}
      <MaybeDate at={lastCheckInAt} none="never" />
    </p>
  ));
}

function Credentials({ credentials }: { readonly credentials: readonly CredentialRow[] }) {
  if (credentials.length === 0) return <p>No derived credential works.</p>;
  return credentials.map(({ id, name, state, device, expiresAt }) => (
    <p key={id}>
      <StateMark state={credentialStates[state]} /> <Link to={`/admin/credentials/${id}`}>{name}</Link>
      {device !== null && ` on ${device.name}`}, until <DateText at={expiresAt} />
    </p>
  ));
}
