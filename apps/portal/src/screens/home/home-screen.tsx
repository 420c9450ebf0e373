import type { HomeView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { homeQuery } from '../../api/queries.ts';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { credentialIsLive } from '../../words/credential-words.ts';
import { DeviceCard } from './device-card.tsx';
import { EndedCredentials } from './ended-credentials.tsx';
import { RequestPanel } from './request-panel.tsx';

export function HomeScreen() {
  const home = useQuery(homeQuery);
  return (
    <>
      <PageHeading>Your credentials</PageHeading>
      {home.isError && <TroubleNote error={home.error} onRetry={() => void home.refetch()} />}
      {home.isPending && <Waiting>Looking for your phones and credentials…</Waiting>}
      {home.data !== undefined && <Everything home={home.data} />}
    </>
  );
}

function Everything({ home }: { readonly home: HomeView }) {
  const devices = home.devices.filter(({ state }) => state !== 'retired');
  const live = home.credentials.filter(credentialIsLive);
  return (
    <>
      <RequestPanel home={home} isFirst={devices.length === 0} />
      {devices.length > 0 && (
        <section aria-labelledby="devices-title">
          <h2 id="devices-title">Your devices</h2>
          <ul className="cards">
            {devices.map((device) => (
              <li key={device.id}>
                <DeviceCard device={device} credentials={live.filter(({ deviceId }) => deviceId === device.id)} />
              </li>
            ))}
          </ul>
          {live.some(({ state }) => state === 'active') && (
            <p>
              Forgot the PIN that desktops ask for?{' '}
              <Link to="/unlock" search={{}}>
                I'd like to unlock my smart credential
              </Link>
            </p>
          )}
        </section>
      )}
      <EndedCredentials credentials={home.credentials.filter((one) => !credentialIsLive(one))} devices={home.devices} />
    </>
  );
}
