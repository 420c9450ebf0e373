import { useEffect, useState, type JSX } from 'react';
import { useAct, useModel } from '../model/context.ts';
import { Row } from '../parts/list.tsx';
import { ErrorNotice } from '../parts/notice.tsx';

/** Long enough to type it once. */
const SHOWN_MS = 30_000;

/** "ShowPIN": only where policy has the PIN kept, and only while the wallet is open. */
export function ShowPin(): JSX.Element {
  const model = useModel();
  const [pin, setPin] = useState<string | undefined>(undefined);
  const { error, run } = useAct();
  useEffect(() => {
    if (pin === undefined) return undefined;
    const timer = setTimeout(() => setPin(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [pin]);
  const toggle = (): void => {
    if (pin === undefined) void run(async () => setPin(await model.wallet.showPin()));
    else setPin(undefined);
  };
  return (
    <>
      <Row
        icon="info"
        title="ShowPIN"
        detail={pin === undefined ? 'For half a minute; see that nobody looks' : <b className="mono">{pin}</b>}
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
