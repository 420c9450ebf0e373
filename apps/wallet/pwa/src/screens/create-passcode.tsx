import { useState, type FormEvent, type JSX } from 'react';
import type { WalletSetting } from '@lanyard/contract';
import { isServerError } from '@lanyard/wallet/core';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { go } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

/** The secure apps passcode, made once, before the first credential. */
export function CreatePasscodeScreen(): JSX.Element {
  const model = useModel();
  const { overview } = useModelState();
  const [secret, setSecret] = useState('');
  const [repeated, setRepeated] = useState('');
  const { busy, error, run } = useAct();
  const done = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await run(() => model.wallet.createPasscode({ secret, repeated }));
    await model.refresh();
  };
  const policy = overview.policy.passcode;
  const digits = policy.type === 'numeric';
  return (
    <form onSubmit={(event) => void done(event)}>
      <Screen
        root
        title="Create a secure apps passcode"
        footer={
          <Button type="submit" busy={busy}>
            Done
          </Button>
        }
      >
        <p className="lead">
          It opens this wallet. Nobody can look it up for you, so choose one that you will remember.
        </p>
        <Field
          label="Secure apps passcode"
          kind={digits ? 'digits' : 'passcode'}
          value={secret}
          onChange={setSecret}
          autoComplete="new-password"
          hint={passcodeHint(policy)}
        />
        <Field
          label="Enter it again"
          kind={digits ? 'digits' : 'passcode'}
          value={repeated}
          onChange={setRepeated}
          autoComplete="new-password"
        />
        <ErrorNotice error={error} />
        {isServerError(error, 'vault_destroyed', 'vault_way_exists') ? (
          <Button look="plain" onClick={() => go('activate')}>
            Enter an activation password first
          </Button>
        ) : null}
      </Screen>
    </form>
  );
}

export function passcodeHint(policy: WalletSetting['passcode']): string {
  const complex = policy.minComplex === 0 ? '' : `, ${policy.minComplex} of them neither letters nor digits`;
  return policy.type === 'numeric'
    ? `At least ${policy.minLength} digits`
    : `At least ${policy.minLength} characters${complex}`;
}
