import type { AdminDeviceView, PairedDesktop } from '@lanyard/contract';
import { pairedDesktops } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { ForgetDesktop } from './forget-desktop.tsx';

function stateOf({ connected, online }: PairedDesktop): StateWord {
  if (connected) return { word: 'Connected', tone: 'active' };
  return online ? { word: 'Reachable', tone: 'waiting' } : { word: 'Not reachable', tone: 'ended' };
}

const columns: readonly Column<PairedDesktop>[] = [
  { key: 'name', title: 'Desktop', cell: ({ name }) => name },
  { key: 'state', title: 'Over the relay now', cell: (row) => <StateMark state={stateOf(row)} /> },
  {
    key: 'lastConnectedAt',
    title: 'Last over the relay',
    cell: ({ lastConnectedAt }) => <MaybeDate at={lastConnectedAt} none="never" />,
  },
  { key: 'pairedAt', title: 'Paired', cell: ({ pairedAt }) => <DateText at={pairedAt} /> },
];

/** The desktops that may use a device as their smart card, and the way to end that from afar. */
export function DeviceDesktops({ device }: { readonly device: AdminDeviceView }) {
  const found = useQuery(adminQuery(pairedDesktops, pathOf('devices', device.id, 'desktops')));
  const mayWrite = useAllowed('devices.write');
  const [asked, ask] = useState<PairedDesktop | null>(null);
  const close = (): void => {
    ask(null);
    // What could not be forgotten may have been forgotten elsewhere meanwhile.
    void found.refetch();
  };
  const forget = (desktop: PairedDesktop) => (
    <Button type="button" outline className="button-small" onClick={() => ask(desktop)}>
      Forget this desktop<span className="usa-sr-only"> {desktop.name}</span>
    </Button>
  );
  return (
    <Loaded query={found}>
      {({ desktops }) => (
        <>
          {desktops.length === 0 ? (
            <NoDesktop device={device} />
          ) : (
            <>
              <p>
                These desktops may use this device as their smart card. What passes over Bluetooth the server does not
                see.
              </p>
              <Table
                caption="Desktops"
                rows={desktops}
                columns={columns}
                rowKey={({ readerId }) => readerId}
                rowName={({ name }) => name}
                acts={mayWrite ? forget : undefined}
              />
            </>
          )}
          {asked !== null && <ForgetDesktop device={device} desktop={asked} onClose={close} />}
        </>
      )}
    </Loaded>
  );
}

const NoDesktop = ({ device: { state } }: { readonly device: AdminDeviceView }) => (
  <EmptyState title="No desktop is paired with it">
    {state === 'active' ? (
      <p>
        To pair one, its holder runs "lanyard reader pair" on the desktop and chooses "Add Bluetooth device" in the
        wallet, under Desktops.
      </p>
    ) : (
      <p>Its desktops were forgotten when it ended. Once it is registered anew, they can be paired with it again.</p>
    )}
  </EmptyState>
);
