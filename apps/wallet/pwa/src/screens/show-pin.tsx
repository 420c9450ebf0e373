import type { JSX } from 'react';
import { useModel } from '../model/context.ts';
import { Row } from '../parts/list.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { useShown } from '../parts/use-shown.ts';

/** "ShowPIN": only where policy has the PIN kept, and only while the wallet is open. */
export function ShowPin(): JSX.Element {
  const model = useModel();
  const { secret, error, toggle } = useShown(() => model.wallet.showPin());
  return (
    <>
      <Row
        icon="info"
        title="ShowPIN"
        detail={secret === undefined ? 'For half a minute; see that nobody looks' : <b className="mono">{secret}</b>}
        onClick={toggle}
      />
      {error === undefined ? null : (
        <li className="row">
          <ErrorNotice error={error} />
        </li>
      )}
    </>
  );
}
