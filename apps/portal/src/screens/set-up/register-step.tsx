import type { RequestSecrets } from '@lanyard/contract';
import { DateText } from '../../parts/date.tsx';
import { SecretField } from '../../parts/secret-field.tsx';
import type { StepState } from '../../words/request-words.ts';
import { Step } from './step.tsx';

interface RegisterStepProps {
  readonly number: number;
  readonly state: StepState;
  readonly secrets: RequestSecrets | null;
  readonly device: string | null;
}

/** User name and registration PIN, until the phone is registered with them. */
export function RegisterStep({ number, state, secrets, device }: RegisterStepProps) {
  return (
    <Step number={number} title="Register" state={state} doneWords={device === null ? undefined : 'Registered'}>
      {state === 'done' ? (
        <p>{device === null ? 'The phone' : device} is registered. The PIN is used up.</p>
      ) : (
        <ToType secrets={secrets} />
      )}
    </Step>
  );
}

function ToType({ secrets }: { readonly secrets: RequestSecrets | null }) {
  if (secrets === null || secrets.registrationPin === null) {
    return <p>Type your user name and the registration PIN on the phone when it asks. The PIN was shown once.</p>;
  }
  return (
    <>
      <p>Type these on the phone when it asks.</p>
      <SecretField label="User name" value={secrets.userName} name="user-name" spell={false} />
      <SecretField label="Registration PIN" value={secrets.registrationPin} name="registration-pin" />
      {secrets.registrationPinExpiresAt !== null && secrets.registrationPinExpiresAt !== secrets.expiresAt && (
        <p className="quiet">
          The PIN is good until <DateText at={secrets.registrationPinExpiresAt} />.
        </p>
      )}
    </>
  );
}
