import type { JSX } from 'react';
import { useModel, useModelState } from '../model/context.ts';
import { ErrorNotice } from './notice.tsx';
import { useShown } from './use-shown.ts';

/** The card's own pairing code, where the organisation wants one: for programs that reach the card by PIV secure messaging. */
export function CardPairingCode(): JSX.Element | null {
  const { overview } = useModelState();
  return overview.cardContents?.channel?.pairingCode === true ? <PairingCode /> : null;
}

function PairingCode(): JSX.Element {
  const model = useModel();
  const { secret, error, toggle } = useShown(() => model.wallet.pairingCode());
  return (
    <>
      <p className="identity-code">
        <span>PIV pairing code</span>
        {secret === undefined ? null : <b className="mono">{secret}</b>}
        <button type="button" className="copy" aria-expanded={secret !== undefined} onClick={toggle}>
          {secret === undefined ? 'Show' : 'Hide'}
          <span className="visually-hidden"> PIV pairing code</span>
        </button>
      </p>
      {error === undefined ? null : <ErrorNotice error={error} />}
    </>
  );
}
