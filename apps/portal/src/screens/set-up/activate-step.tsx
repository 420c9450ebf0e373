import type { RequestSecrets, RequestView } from '@lanyard/contract';
import { Note } from '../../parts/note.tsx';
import { SecretField } from '../../parts/secret-field.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import type { StepState } from '../../words/request-words.ts';
import { Step } from './step.tsx';

interface ActivateStepProps {
  readonly number: number;
  readonly state: StepState;
  readonly request: RequestView;
  readonly secrets: RequestSecrets | null;
}

/** From this many tries on the person is told how many are left. */
const fewTries = 3;

export function ActivateStep({ number, state, request, secrets }: ActivateStepProps) {
  return (
    <Step number={number} title="Activate" state={state}>
      {request.passwordAccepted ? (
        <Making />
      ) : (
        <ToType secrets={secrets} registered={state !== 'ahead'} left={request.wrongPasswordsLeft} />
      )}
    </Step>
  );
}

function Making() {
  return (
    <>
      <p>The password was accepted.</p>
      <Waiting>The phone makes its keys and fetches the certificates. Keep the wallet open.</Waiting>
    </>
  );
}

interface ToTypeProps {
  readonly secrets: RequestSecrets | null;
  readonly registered: boolean;
  /** Wrong passwords that the request still forgives. */
  readonly left: number;
}

function ToType({ secrets, registered, left }: ToTypeProps) {
  const password = secrets?.activationPassword ?? null;
  return (
    <>
      {password === null ? (
        <p>Type the activation password on the phone. It was shown once.</p>
      ) : (
        <>
          <p>{registered ? 'Type this on the phone.' : 'Type this on the phone once it is registered.'}</p>
          <SecretField label="Activation password" value={password} name="activation-password" />
        </>
      )}
      {left <= fewTries && (
        <Note
          tone="attention"
          title={left === 1 ? 'One try is left on the phone.' : `${left} tries are left on the phone.`}
        >
          <p>After that the request is closed, and you make a new one here. Nothing else is locked.</p>
        </Note>
      )}
    </>
  );
}
