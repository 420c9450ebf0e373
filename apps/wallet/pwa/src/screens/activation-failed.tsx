import { useState, type JSX } from 'react';
import { isServerError } from '@lanyard/wallet/core';
import { useAct, useModel } from '../model/context.ts';
import { pendingOf } from '../model/pending.ts';
import { go } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { PortalAddress } from '../parts/portal-address.tsx';
import { Screen } from '../parts/screen.tsx';

/** The request itself is over: no password helps it any more, only a new request does. */
const isRequestOver = (error: unknown): boolean =>
  isServerError(error, 'request_locked', 'request_expired', 'request_cancelled', 'request_superseded', 'request_used');

/** Why an activation stopped. "Try Again" asks the server first, and leads back to the password once one can be entered. */
export function ActivationFailedScreen({ error }: { readonly error: unknown }): JSX.Element {
  const model = useModel();
  const { busy, run } = useAct();
  const [nothingNew, setNothingNew] = useState(false);
  const over = isRequestOver(error);
  const tryAgain = (): Promise<boolean> =>
    run(async () => {
      setNothingNew(false);
      await model.contact();
      const state = model.get();
      if (over && (!state.online || pendingOf(state) === undefined)) setNothingNew(true);
      else model.clearActivation();
    });
  const leave = (screen: 'card' | 'scan'): void => {
    model.clearActivation();
    go(screen);
  };
  return (
    <Screen
      title="An error occurred during activation"
      onBack={() => leave('card')}
      footer={
        <>
          <Button busy={busy} onClick={() => void tryAgain()}>
            Try Again
          </Button>
          <Button look="quiet" icon="scan" onClick={() => leave('scan')}>
            Scan QR code
          </Button>
        </>
      }
    >
      <ErrorNotice error={error} />
      {over ? (
        <>
          <p>A new request has a password of its own. Once it is made, choose “Try Again”, or scan its QR code.</p>
          <PortalAddress />
        </>
      ) : null}
      <p role="status">{nothingNew ? <NothingNew online={model.get().online} /> : ''}</p>
    </Screen>
  );
}

function NothingNew({ online }: { readonly online: boolean }): JSX.Element {
  return online ? (
    <>No new request waits for this phone yet. Make one in the self-service portal first.</>
  ) : (
    <>The server could not be reached to ask for a new request. Check the connection.</>
  );
}
