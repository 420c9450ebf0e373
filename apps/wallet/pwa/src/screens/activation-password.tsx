import type { FormEvent, JSX } from 'react';
import { useModel } from '../model/context.ts';
import type { Pending } from '../model/pending.ts';
import { go } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';

interface PasswordProps {
  readonly pending: Pending;
  readonly password: string;
  onChange(password: string): void;
  readonly error: unknown;
}

export function ActivationPasswordScreen({ pending, password, onChange, error }: PasswordProps): JSX.Element {
  const model = useModel();
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
          onChange={onChange}
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
