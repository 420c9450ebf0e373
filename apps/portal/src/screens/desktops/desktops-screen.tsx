import type { PairedDesktop } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desktopsQuery } from '../../api/queries.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DateText } from '../../parts/date.tsx';
import { PageHeading } from '../../parts/page-heading.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { useAct } from '../../state/use-act.ts';
import type { StateWord } from '../../words/tone.ts';

/** The computers that may use a phone of the person's as their smart card. */
export function DesktopsScreen() {
  const desktops = useQuery(desktopsQuery);
  const list = desktops.data?.desktops ?? [];
  return (
    <>
      <PageHeading>Desktops</PageHeading>
      <p className="lead">
        Computers that use a phone of yours as their smart card. Forget those that you do not know or use any more.
      </p>
      {desktops.isError && <TroubleNote error={desktops.error} onRetry={() => void desktops.refetch()} />}
      {desktops.isPending && <Waiting>Looking…</Waiting>}
      {desktops.data !== undefined && list.length === 0 && (
        <p>
          None is paired. To pair one, run "lanyard reader pair" on it and choose "Add Bluetooth device" in the wallet,
          under Desktops.
        </p>
      )}
      {list.length > 0 && (
        <ul className="rows">
          {list.map((desktop) => (
            <DesktopRow key={desktop.readerId} desktop={desktop} />
          ))}
        </ul>
      )}
    </>
  );
}

const stateOf = ({ connected }: PairedDesktop): StateWord =>
  connected ? { word: 'Connected', tone: 'active' } : { word: 'Paired', tone: 'ended' };

function DesktopRow({ desktop }: { readonly desktop: PairedDesktop }) {
  const { name, deviceName, pairedAt, lastConnectedAt } = desktop;
  return (
    <li className="session">
      <div>
        <strong>{name}</strong> <StateMark state={stateOf(desktop)} />
        <p className="quiet">
          With {deviceName}, paired <DateText at={pairedAt} />
          {lastConnectedAt !== null && (
            <>
              ; last connected <DateText at={lastConnectedAt} />
            </>
          )}
        </p>
      </div>
      <Forget desktop={desktop} />
    </li>
  );
}

function Forget({ desktop }: { readonly desktop: PairedDesktop }) {
  const [asking, setAsking] = useState(false);
  const act = useAct(() => setAsking(false));
  const { name, deviceName, readerId } = desktop;
  const close = (): void => {
    act.reset();
    setAsking(false);
  };
  return (
    <>
      <Button type="button" outline className="button-small" onClick={() => setAsking(true)}>
        Forget<span className="usa-sr-only"> {name}</span>
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Forget "${name}"?`}
          confirm="Forget"
          keep="Cancel"
          busy={act.busy}
          error={act.error}
          onConfirm={() => act.run({ kind: 'forget-desktop', readerId })}
          onClose={close}
        >
          <p>
            It stops using {deviceName} as its smart card at once, on both sides. To use it again, pair it anew in the
            wallet.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
