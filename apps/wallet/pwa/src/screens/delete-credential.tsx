import type { JSX } from 'react';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { replaceRoute } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { NothingHere } from './nothing-here.tsx';

/** Says what stops working before anything does. */
export function DeleteCredentialScreen({ id }: { readonly id: string }): JSX.Element {
  const model = useModel();
  const { overview } = useModelState();
  const { busy, error, run } = useAct();
  const credential = overview.credentials.find((known) => known.id === id);
  if (credential === undefined && !busy) return <NothingHere />;
  const erase = async (): Promise<void> => {
    const went = await run(() => model.wallet.deleteCredential(id));
    if (went) replaceRoute('card');
    await model.refresh();
  };
  return (
    <Screen
      title="Delete this credential?"
      footer={
        <>
          <Button look="danger" icon="trash" busy={busy} onClick={() => void erase()}>
            Delete
          </Button>
          <Button look="plain" onClick={() => history.back()}>
            Keep it
          </Button>
        </>
      }
    >
      <p className="lead">“{credential?.name}” is erased from this phone and revoked.</p>
      <Notice tone="attention" title="All managed apps that use it are locked at their next check-in.">
        <ul>
          <li>Email and web sign-in with it stop working</li>
          <li>Desktops no longer take this phone for your card</li>
          <li>Mail encrypted to it cannot be opened here any more</li>
        </ul>
      </Notice>
      <p>To work again you need a new credential, requested in the self-service portal with your smart card.</p>
      <ErrorNotice error={error} />
    </Screen>
  );
}
