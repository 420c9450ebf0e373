import { useState, type FormEvent, type JSX } from 'react';
import { PIN_MAX_DIGITS, type PinReset } from '@lanyard/wallet/core';
import { useAct, useModel, useModelState } from '../model/context.ts';
import { replaceRoute } from '../model/route.ts';
import { grouped } from '../model/words.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Field } from '../parts/field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { PortalAddress } from '../parts/portal-address.tsx';
import { Screen } from '../parts/screen.tsx';
import { pinHint } from './choose-pin.tsx';
import { UnlockScreen } from './unlock.tsx';

/** A forgotten PIN: the challenge and the steps, then the portal's response and a new PIN. */
export function ResetPinScreen(): JSX.Element {
  const model = useModel();
  const { overview, platform } = useModelState();
  const [answering, setAnswering] = useState(false);
  const { busy, error, run } = useAct();
  const { pinReset } = overview;
  if (!overview.vault.open) return <UnlockScreen onLook={() => replaceRoute('card')} />;
  if (pinReset !== undefined && answering)
    return <AnswerPart onBack={() => setAnswering(false)} expiresAt={pinReset.expiresAt} />;
  const begin = async (): Promise<void> => {
    await run(model.wallet.startPinReset);
    await model.refresh();
  };
  return (
    <Screen
      title={titleOn(platform)}
      onBack={() => replaceRoute('settings')}
      footer={
        pinReset === undefined ? (
          <Button busy={busy} onClick={() => void begin()}>
            Get a challenge
          </Button>
        ) : (
          <Button onClick={() => setAnswering(true)}>Next</Button>
        )
      }
    >
      {pinReset === undefined ? <p className="lead">{WHAT_IT_NEEDS}</p> : <Challenge reset={pinReset} />}
      <ErrorNotice error={error} />
      {pinReset === undefined ? null : (
        <Button look="quiet" busy={busy} onClick={() => void begin()}>
          Get another challenge
        </Button>
      )}
    </Screen>
  );
}

const WHAT_IT_NEEDS =
  'You forgot the PIN that desktops ask for, or it was closed after too many wrong tries. To set a new one you need a desktop computer with your smart card. Your credential stays as it is.';

const titleOn = (platform: string): string => (platform === 'android' ? 'Reset Derived Credential PIN' : 'Reset PIN');

function Challenge({ reset }: { readonly reset: PinReset }): JSX.Element {
  const android = useModelState().platform === 'android';
  const ofType = android ? 'the type for the desktop’s Windows' : 'the type “Windows 7 PIN Unblock”';
  return (
    <>
      <section className="identity">
        <h2>Unblock Challenge</h2>
        <p className="mono shown-code">{grouped(reset.challenge)}</p>
        <CopyButton text={grouped(reset.challenge)} what="unblock challenge" />
        <p>
          Time left: <Countdown until={new Date(reset.expiresAt).toISOString()} />
        </p>
      </section>
      <section className="telling">
        <h2>Steps</h2>
        <ol>
          <li>At a desktop computer, sign in to the self-service portal with your smart card.</li>
          <li>Choose “I’d like to unlock my smart credential”.</li>
          <li>Select this phone, and {ofType}.</li>
          <li>Enter the challenge above. The portal shows an unblock response.</li>
          <li>Come back here and choose “Next”.</li>
        </ol>
        <PortalAddress />
      </section>
    </>
  );
}

function AnswerPart({ onBack, expiresAt }: { onBack(): void; readonly expiresAt: number }): JSX.Element {
  const model = useModel();
  const { overview, platform } = useModelState();
  const [response, setResponse] = useState('');
  const [secret, setSecret] = useState('');
  const [repeated, setRepeated] = useState('');
  const { busy, error, run } = useAct();
  const reset = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const went = await run(() => model.wallet.resetPin(response, { secret, repeated }));
    if (went) replaceRoute('settings', 'pin-reset');
    await model.refresh();
  };
  const pinField = { kind: 'digits', maxLength: PIN_MAX_DIGITS, autoComplete: 'new-password' } as const;
  return (
    <form onSubmit={(event) => void reset(event)}>
      <Screen
        title={titleOn(platform)}
        onBack={onBack}
        footer={
          <Button type="submit" busy={busy}>
            {platform === 'android' ? 'Done' : 'Reset'}
          </Button>
        }
      >
        <Field
          label="Unblock Response"
          kind="code"
          value={response}
          onChange={setResponse}
          maxLength={60}
          hint="As the self-service portal shows it; case and spaces do not matter"
        />
        <Field
          label="New PIN"
          value={secret}
          onChange={setSecret}
          hint={pinHint(overview.policy.pin.minLength)}
          {...pinField}
        />
        <Field label="Enter the new PIN again" value={repeated} onChange={setRepeated} {...pinField} />
        <p>
          Time left: <Countdown until={new Date(expiresAt).toISOString()} onEnd={() => void model.refresh()} />
        </p>
        <ErrorNotice error={error} />
      </Screen>
    </form>
  );
}
