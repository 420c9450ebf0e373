import { useState, type FormEvent, type JSX } from 'react';
import { isServerError } from '@lanyard/wallet/core';
import { reportedFacts } from '../environment/platform.ts';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { PlatformChoice } from './platform-choice.tsx';

/** User name → Next → registration PIN → Sign In. */
export function RegisterScreen(): JSX.Element {
  const [step, setStep] = useState<'name' | 'pin'>('name');
  const [userName, setUserName] = useState('');
  return step === 'name' ? (
    <UserNameStep userName={userName} onChange={setUserName} onNext={() => setStep('pin')} />
  ) : (
    <PinStep userName={userName} onBack={() => setStep('name')} />
  );
}

interface UserNameStepProps {
  readonly userName: string;
  onChange(userName: string): void;
  onNext(): void;
}

function UserNameStep({ userName, onChange, onNext }: UserNameStepProps): JSX.Element {
  const { facts, linked } = useModelState();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (userName.trim() !== '') onNext();
  };
  return (
    <form onSubmit={submit}>
      <Screen root title="Register this phone" footer={<Button type="submit">Next</Button>}>
        {facts?.branding?.logo ? <img className="brand-logo" src={facts.branding.logo} alt="" height={40} /> : null}
        <p className="lead">
          {facts === undefined ? 'Your organisation' : facts.organisation} keeps a <dfn>derived credential</dfn> on it:
          your smart card’s trust, as certificates that work without the card.
        </p>
        {linked === undefined ? (
          <p>First request a PIN in the self-service portal, on a desktop computer with your smart card.</p>
        ) : (
          <p>Your credential request was found. Its user name and registration PIN stand beside the QR code.</p>
        )}
        <Field
          label="User name"
          value={userName}
          onChange={onChange}
          autoComplete="username"
          hint="As the self-service portal shows it"
        />
        {facts?.demo === true ? <PlatformChoice /> : null}
      </Screen>
    </form>
  );
}

function PinStep({ userName, onBack }: { readonly userName: string; onBack(): void }): JSX.Element {
  const model = useModel();
  const { platform } = useModelState();
  const [pin, setPin] = useState('');
  const { busy, error, run } = useAct();
  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (pin.trim() === '') return;
    await run(async () => {
      await model.wallet.register({ userName, registrationPin: pin, facts: await reportedFacts(platform) });
      await model.contact();
    });
  };
  return (
    <form onSubmit={(event) => void signIn(event)}>
      <Screen
        title="Registration PIN"
        onBack={onBack}
        footer={
          <Button type="submit" busy={busy}>
            Sign In
          </Button>
        }
      >
        <p className="lead">For {userName}</p>
        <Field
          label="One-time registration PIN"
          kind="code"
          value={pin}
          onChange={setPin}
          autoFocus
          maxLength={40}
          wrong={isServerError(error)}
          hint="Spaces, hyphens and small letters do no harm"
        />
        <ErrorNotice error={error} />
      </Screen>
    </form>
  );
}
