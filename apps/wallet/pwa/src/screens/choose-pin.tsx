import { useState, type FormEvent, type JSX } from 'react';
import { PIN_MAX_DIGITS } from '@lanyard/wallet/core';
import { useModel, useModelState } from '../model/context.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

export function ChoosePinScreen({ error }: { readonly error: unknown }): JSX.Element {
  const model = useModel();
  const { overview } = useModelState();
  const [secret, setSecret] = useState('');
  const [repeated, setRepeated] = useState('');
  const done = (event: FormEvent): void => {
    event.preventDefault();
    void model.runActivation((onProgress) => model.wallet.setPin({ secret, repeated }, onProgress));
  };
  return (
    <form onSubmit={done}>
      <Screen root title="Set the derived credential PIN" footer={<Button type="submit">Done</Button>}>
        <p className="lead">A desktop asks for it when you use this phone there in place of your card.</p>
        <Field
          label="Derived credential PIN"
          kind="digits"
          value={secret}
          onChange={setSecret}
          maxLength={PIN_MAX_DIGITS}
          autoComplete="new-password"
          autoFocus
          wrong={error !== undefined}
          hint={pinHint(overview.policy.pin.minLength)}
        />
        <Field
          label="Confirm the PIN"
          kind="digits"
          value={repeated}
          onChange={setRepeated}
          maxLength={PIN_MAX_DIGITS}
          autoComplete="new-password"
        />
        <ErrorNotice error={error} />
      </Screen>
    </form>
  );
}

export const pinHint = (minLength: number): string =>
  minLength === PIN_MAX_DIGITS ? `${minLength} digits` : `${minLength} to ${PIN_MAX_DIGITS} digits`;
