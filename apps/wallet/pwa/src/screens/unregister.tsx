import type { JSX } from 'react';
import { isWalletError } from '@lanyard/wallet/core';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { replaceRoute } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

export function UnregisterScreen(): JSX.Element {
  const model = useModel();
  const { busy, error, run } = useAct();
  const end = async (force: boolean): Promise<void> => {
    const went = await run(() => model.wallet.unregister({ force }));
    await model.contact();
    if (went) replaceRoute('card');
  };
  return (
    <Screen
      title="Unregister this phone?"
      footer={
        <>
          <Button look="danger" busy={busy} onClick={() => void end(isWalletError(error, 'offline'))}>
            {isWalletError(error, 'offline') ? 'Erase it here anyway' : 'Unregister'}
          </Button>
          <Button look="plain" onClick={() => history.back()}>
            Keep it
          </Button>
        </>
      }
    >
      <Notice tone="attention" title="Its derived credential ends and all its keys are erased.">
        <p>
          Managed apps on this phone are locked at their next check-in. Registering again needs a new PIN from the
          self-service portal.
        </p>
      </Notice>
      <ErrorNotice error={error} />
    </Screen>
  );
}

/** The server no longer takes calls of this device. What is here is of no use; the way out is to register again. */
export function EndedScreen({ reason }: { readonly reason: 'device_unknown' | 'device_lost' }): JSX.Element {
  const model = useModel();
  const { overview } = useModelState();
  const { busy, error, run } = useAct();
  const again = async (): Promise<void> => {
    await run(() => model.wallet.unregister({ force: true }));
    await model.contact();
  };
  const lost = reason === 'device_lost';
  return (
    <Screen
      root
      title={lost ? 'This phone was reported lost' : 'This phone is no longer registered'}
      footer={
        <Button busy={busy} onClick={() => void again()}>
          Erase and register again
        </Button>
      }
    >
      <p className="lead">
        {lost
          ? 'Its credentials were revoked. If you have it back, register it with a new PIN.'
          : 'It was removed in the self-service portal or by an administrator. Its credentials have ended.'}
      </p>
      {overview.desired === undefined ? null : (
        <p>Request a new PIN in the self-service portal: {overview.desired.portalUrl}</p>
      )}
      <ErrorNotice error={error} />
    </Screen>
  );
}
