import { useState, type JSX } from 'react';
import type { DesktopView, Over } from '@lanyard/wallet/core';
import { useAct, useModel, useModelState } from '../../model/context.ts';
import { replaceRoute } from '../../model/route.ts';
import { timeOf } from '../../model/words.ts';
import { Button } from '../../parts/button.tsx';
import { Facts } from '../../parts/facts.tsx';
import { List, Row } from '../../parts/list.tsx';
import { ErrorNotice } from '../../parts/notice.tsx';
import { Screen } from '../../parts/screen.tsx';
import { NothingHere } from '../nothing-here.tsx';
import { UnlockScreen } from '../unlock.tsx';
import { DesktopState } from './desktop-state.tsx';

/** One paired desktop: what connecting means, and the ways out. */
export function DesktopScreen({ readerId }: { readonly readerId: string }): JSX.Element {
  const { desktops, overview } = useModelState();
  const desktop = desktops.desktops.find((known) => known.readerId === readerId);
  const [opened] = useState(desktop);
  if (desktop === undefined) return opened?.readerId === readerId ? <Forgotten name={opened.name} /> : <NothingHere />;
  if (!overview.vault.open) return <UnlockScreen onLook={() => replaceRoute('desktops')} />;
  return <Desktop desktop={desktop} />;
}

/** While it was looked at; also for the moment that forgetting it here takes. */
function Forgotten({ name }: { readonly name: string }): JSX.Element {
  return (
    <Screen
      root
      title={`“${name}” was forgotten`}
      footer={<Button onClick={() => replaceRoute('desktops')}>Show my desktops</Button>}
    >
      <p role="status">
        The pairing ended, here or elsewhere: on the desktop, in the self-service portal or by your administrator. To
        use it again, run “lanyard reader pair” on it and add it anew.
      </p>
    </Screen>
  );
}

function Desktop({ desktop }: { readonly desktop: DesktopView }): JSX.Element {
  const { wallet } = useModel();
  const state = useModelState().desktops;
  const { busy, error, run } = useAct();
  const { readerId, name, state: now, over, pairedAt, lastConnectedAt } = desktop;
  const other = over === 'relay' ? 'bluetooth' : 'relay';
  const elsewhere = state.desktops.find((known) => known.state === 'connected' && known.readerId !== readerId);
  const connect = (way?: Over): void => void run(() => wallet.desktops.connect(readerId, way));
  const forget = async (): Promise<void> => {
    if (await run(() => wallet.desktops.forget(readerId))) replaceRoute('desktops');
  };
  return (
    <Screen
      title={name}
      onBack={() => replaceRoute('desktops')}
      footer={
        now === 'paired' ? (
          <>
            <Button busy={busy} onClick={() => connect()}>
              Connect
            </Button>
            {state.ways[over] !== 'forbidden' && state.ways[other] === 'ready' ? (
              <Button look="plain" onClick={() => connect(other)}>
                {other === 'relay' ? 'Connect over the network' : 'Connect over Bluetooth'}
              </Button>
            ) : null}
          </>
        ) : (
          <Button look="plain" onClick={() => void run(wallet.desktops.disconnect)}>
            Disconnect
          </Button>
        )
      }
    >
      <p className="state-line">
        <DesktopState state={now} />
      </p>
      <p className="lead">{now === 'paired' ? QUESTIONS.connect : QUESTIONS.disconnect}</p>
      {now === 'paired' && elsewhere !== undefined ? (
        <p>“{elsewhere.name}” is disconnected then, and stays paired.</p>
      ) : null}
      <Facts
        facts={[
          ['Paired', timeOf(pairedAt)],
          ['Way', over === 'relay' ? 'Network' : 'Bluetooth'],
          ['Last connected', lastConnectedAt === undefined ? 'Not yet' : timeOf(lastConnectedAt)],
        ]}
      />
      <ErrorNotice error={error} />
      <List>
        <Row danger icon="trash" title="Forget this device" onClick={() => void forget()} />
      </List>
      <p className="hint">Forgetting ends the pairing on both sides. Pair the desktop again to use it.</p>
    </Screen>
  );
}

const QUESTIONS = {
  connect: 'Do you want to connect with this computer, to share the current derived credential?',
  disconnect: 'Do you want to disconnect this computer, to stop sharing the derived credential?',
} as const;
