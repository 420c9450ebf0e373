import { useState, type FormEvent, type JSX } from 'react';
import type { VaultWay } from '@lanyard/contract';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

const NAMES: Readonly<Record<VaultWay, string>> = { passcode: 'Secure apps passcode', pin: 'Derived credential PIN' };

/** @param onLook leads on without unlocking: certificates are public, only keys are locked away */
export function UnlockScreen({
  onLook,
  onDone,
}: {
  readonly onLook?: () => void;
  readonly onDone?: () => void;
}): JSX.Element {
  const model = useModel();
  const { overview } = useModelState();
  const { ways } = overview.vault;
  const [chosen, setChosen] = useState<VaultWay>('passcode');
  const way = ways.includes(chosen) ? chosen : (ways[0] ?? 'passcode');
  const [secret, setSecret] = useState('');
  const { busy, error, run, clear } = useAct();
  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const opened = await run(() => model.wallet.unlock(way, secret));
    setSecret('');
    await model.refresh();
    if (opened) onDone?.();
  };
  const other = ways.find((known) => known !== way);
  const digits = way === 'pin' || overview.policy.passcode.type === 'numeric';
  return (
    <form onSubmit={(event) => void unlock(event)}>
      <Screen
        root
        title="Unlock the wallet"
        footer={
          <>
            <Button type="submit" busy={busy} icon="lock">
              Unlock
            </Button>
            {onLook === undefined ? null : (
              <Button look="quiet" onClick={onLook}>
                View without unlocking
              </Button>
            )}
          </>
        }
      >
        <Field
          key={way}
          label={NAMES[way]}
          kind={digits ? 'digits' : 'passcode'}
          value={secret}
          onChange={setSecret}
          autoComplete="current-password"
          autoFocus
          wrong={error !== undefined}
        />
        <ErrorNotice error={error} />
        {other === undefined ? null : (
          <Button
            look="quiet"
            onClick={() => {
              clear();
              setSecret('');
              setChosen(other);
            }}
          >
            {other === 'pin' ? 'Use the derived credential PIN' : 'Use the secure apps passcode'}
          </Button>
        )}
      </Screen>
    </form>
  );
}
