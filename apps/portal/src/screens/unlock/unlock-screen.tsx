import { type DeviceView, type HomeView, unlockType, unlockTypesFor, type UnlockType } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { homeQuery, sessionQuery } from '../../api/queries.ts';
import { serverNow } from '../../api/server-clock.ts';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { ChallengeForm } from './challenge-form.tsx';
import { ChooseDevice } from './choose-device.tsx';
import { ChooseType } from './choose-type.tsx';
import { NeedsCard } from './needs-card.tsx';

/** Where the person is on the way; in the address, so that showing the card once more comes back here. */
export interface UnlockSearch {
  readonly device?: string;
  readonly type?: UnlockType;
}

export function readUnlockSearch(search: Record<string, unknown>): UnlockSearch {
  const type = unlockType.safeParse(search['type']).data;
  const device = search['device'];
  return { ...(typeof device === 'string' ? { device } : {}), ...(type === undefined ? {} : { type }) };
}

const route = getRouteApi('/signed-in-part/unlock');

/** A forgotten derived credential PIN: the card, the device, the type of unlock, the phone's challenge. */
export function UnlockScreen() {
  const home = useQuery(homeQuery);
  const session = useQuery(sessionQuery).data ?? null;
  // Looked at once: the server decides, and a response that was given is not taken off the page when the time is over.
  const [isFresh] = useState(() => session?.kind === 'primary' && Date.parse(session.freshUntil) > serverNow());
  return (
    <>
      <PageHeading>I'd like to unlock my smart credential</PageHeading>
      <p className="lead">
        For a derived credential PIN that you forgot, or that was closed after too many wrong tries. The phone shows an
        unblock challenge; here you get the response to it.
      </p>
      {!isFresh && <NeedsCard />}
      {isFresh && home.isError && <TroubleNote error={home.error} onRetry={() => void home.refetch()} />}
      {isFresh && home.isPending && <Waiting>Looking for your phones…</Waiting>}
      {isFresh && home.data !== undefined && <Steps home={home.data} />}
    </>
  );
}

function Steps({ home }: { readonly home: HomeView }) {
  const { device: chosen, type } = route.useSearch();
  const devices = unlockable(home);
  const device = devices.find(({ id }) => id === chosen);
  if (device === undefined) return <ChooseDevice devices={devices} />;
  const types = unlockTypesFor(device.platform);
  if (type === undefined || !types.includes(type)) return <ChooseType device={device} types={types} />;
  return <ChallengeForm device={device} type={type} />;
}

/** Those that carry an active credential: only they have a PIN to reset. */
const unlockable = ({ devices, credentials }: HomeView): DeviceView[] =>
  devices.filter(
    ({ id, state }) => state === 'active' && credentials.some((one) => one.deviceId === id && one.state === 'active'),
  );
