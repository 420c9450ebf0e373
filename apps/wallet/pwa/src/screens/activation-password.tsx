import { useState, type FormEvent, type JSX } from 'react';
import { useModel } from '../model/context.ts';
import type { Pending } from '../model/pending.ts';
import { go } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

export function ActivationPasswordScreen({
  pending,
  error,
}: {
  readonly pending: Pending;
  readonly error: unknown;
}): JSX.Element {
  const model = useModel();
  const [password, setPassword] = useState('');
  const activate = (event: FormEvent): void => {
    event.preventDefault();
    if (password.trim() === '') return;
    const { requestId } = pending;
    void model.runActivation((onProgress) => model.wallet.startActivation({ requestId, password }, onProgress));
  };
  return (
    <form onSubmit={activate}>
      <Screen
        title="Authentication required"
        onBack={() => {
          model.clearActivation();
          go('card');
        }}
        footer={
          <>
            <Button type="submit">Activate</Button>
            <Button look="quiet" icon="scan" onClick={() => go('scan')}>
              Scan QR code
            </Button>
          </>
        }
      >
        <p className="lead">
          Enter the activation password that the self-service portal shows
          {pending.name === undefined ? '' : ` for “${pending.name}”`}.
        </p>
        <Field
          label="Activation password"
          kind="code"
          value={password}
          onChange={setPassword}
          autoFocus
          maxLength={60}
          wrong={error !== undefined}
          hint="Spaces, hyphens and small letters do no harm"
        />
        {pending.expiresAt === undefined ? null : (
          <p>
            Time left: <Countdown until={pending.expiresAt} onEnd={() => void model.contact()} />
          </p>
        )}
        <ErrorNotice error={error} />
      </Screen>
    </form>
  );
}
