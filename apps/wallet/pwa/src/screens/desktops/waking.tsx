import { useId, type JSX } from 'react';
import type { WakingState } from '@lanyard/wallet/core';
import { isInstalled, type WalletPlatform } from '../../environment/platform.ts';
import { type Act, useAct, useModel, useModelState } from '../../model/context.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorNotice } from '../../parts/notice.tsx';

const TITLE = 'Let a desktop wake the wallet';

/** Whether the desktop that was connected last may have a notification shown while the wallet is closed. */
export function WakingSwitch(): JSX.Element {
  const { desktops, platform } = useModelState();
  const { state, trouble } = desktops.waking;
  const id = useId();
  const { act, turn } = useTurn();
  const possible = state === 'on' || state === 'off';
  return (
    <>
      <li className="row switch">
        <label className="row-text" htmlFor={id}>
          <span className="row-title">{TITLE}</span>
          <span className="row-detail">{wordsOf(state, platform)}</span>
        </label>
        <input
          id={id}
          type="checkbox"
          disabled={!possible || act.busy}
          checked={state === 'on'}
          onChange={({ target }) => turn(target.checked)}
        />
      </li>
      {act.error === undefined && trouble === undefined ? null : (
        <li className="row-note">
          <ErrorNotice error={act.error ?? trouble} />
        </li>
      )}
    </>
  );
}

function wordsOf(state: WakingState['state'], platform: WalletPlatform): string {
  if (state === 'denied')
    return 'Notifications are off for the wallet. Allow them in the browser’s or the phone’s settings, then come back.';
  if (state !== 'unsupported') return 'A notification says when the desktop needs the card and the wallet is closed.';
  return platform === 'ios' && !isInstalled()
    ? 'Add the wallet to the Home Screen first: only there it can show notifications.'
    : 'This browser has no notifications. Open the wallet when a desktop needs the card.';
}

/** Asked once a desktop is there that could: the browser's own question comes only after this one. */
export function OfferWaking(): JSX.Element | null {
  const { waking } = useModelState().desktops;
  const { act, turn } = useTurn();
  if (waking.state === 'on')
    return (
      <p role="status" className="said">
        While the wallet is closed, a notification says when the desktop needs the card.
      </p>
    );
  if (waking.state !== 'off') return null;
  return (
    <>
      <p>When the wallet is closed, a program on the desktop has to wait until you open it.</p>
      <ErrorNotice error={act.error} />
      <Button look="plain" busy={act.busy} onClick={() => turn(true)}>
        Let this desktop wake the wallet
      </Button>
    </>
  );
}

function useTurn(): { readonly act: Act; readonly turn: (on: boolean) => void } {
  const { wallet } = useModel();
  const act = useAct();
  return { act, turn: (on) => void act.run(() => wallet.desktops.setWaking(on)) };
}
