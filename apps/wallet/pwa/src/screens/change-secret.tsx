import { useState, type FormEvent, type JSX } from 'react';
import type { VaultWay } from '@lanyard/contract';
import { PIN_MAX_DIGITS } from '@lanyard/wallet/core';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { replaceRoute } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { pinHint } from './choose-pin.tsx';
import { passcodeHint } from './create-passcode.tsx';

/** Changes the PIN or the passcode with the present one, and goes back to Settings. */
export function ChangeSecretScreen({ way }: { readonly way: VaultWay }): JSX.Element {
  const model = useModel();
  const { overview, platform } = useModelState();
  const [present, setPresent] = useState('');
  const [secret, setSecret] = useState('');
  const [repeated, setRepeated] = useState('');
  const { busy, error, run } = useAct();
  const { policy } = overview;
  const isPin = way === 'pin';
  const change = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const act = isPin ? model.wallet.changePin : model.wallet.changePasscode;
    const went = await run(() => act(present, { secret, repeated }));
    await model.refresh();
    if (went) replaceRoute('settings', isPin ? 'pin-changed' : 'passcode-changed');
  };
  const kind = isPin || policy.passcode.type === 'numeric' ? 'digits' : 'passcode';
  const maxLength = isPin ? PIN_MAX_DIGITS : 200;
  const word = isPin ? 'PIN' : 'passcode';
  return (
    <form onSubmit={(event) => void change(event)}>
      <Screen
        title={titleOf(way, platform)}
        footer={
          <Button type="submit" busy={busy}>
            {platform === 'android' ? 'Done' : 'Change'}
          </Button>
        }
      >
        <Field
          label={`Current ${word}`}
          kind={kind}
          value={present}
          onChange={setPresent}
          maxLength={maxLength}
          autoComplete="current-password"
        />
        <Field
          label={`New ${word}`}
          kind={kind}
          value={secret}
          onChange={setSecret}
          maxLength={maxLength}
          autoComplete="new-password"
          hint={isPin ? pinHint(policy.pin.minLength) : passcodeHint(policy.passcode)}
        />
        <Field
          label={`Enter the new ${word} again`}
          kind={kind}
          value={repeated}
          onChange={setRepeated}
          maxLength={maxLength}
          autoComplete="new-password"
        />
        <ErrorNotice error={error} />
      </Screen>
    </form>
  );
}

function titleOf(way: VaultWay, platform: string): string {
  if (way === 'passcode') return 'Change passcode';
  return platform === 'android' ? 'Change Derived Credential PIN' : 'Change PIN';
}
