import { type DeviceView, unlockAnswer, type UnlockAnswer, type UnlockType, unlockTypeLabels } from '@lanyard/contract';
import { Button, Label, TextInput } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { call } from '../../api/client.ts';
import { codeOf } from '../../api/trouble.ts';
import { DateText } from '../../parts/date.tsx';
import { Note } from '../../parts/note.tsx';
import { SecretField } from '../../parts/secret-field.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { NeedsCard } from './needs-card.tsx';

interface ChallengeFormProps {
  readonly device: DeviceView;
  readonly type: UnlockType;
}

/** The phone's challenge in, its response out. */
export function ChallengeForm({ device, type }: ChallengeFormProps) {
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (challenge: string) =>
      call(unlockAnswer, 'POST', `/api/me/devices/${encodeURIComponent(device.id)}/unlock`, {
        challenge,
        unlockType: type,
      }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const challenge = new FormData(event.currentTarget).get('challenge');
    if (typeof challenge === 'string' && !isPending) mutate(challenge);
  };
  if (codeOf(error) === 'session_not_fresh' || codeOf(error) === 'session_not_primary') return <NeedsCard />;
  if (data !== undefined) return <Response device={device} answer={data} />;
  return (
    <form className="form" onSubmit={submit}>
      <p>
        {unlockTypeLabels[type]} for {device.name}. On the phone, choose “
        {device.platform === 'android' ? 'Reset Derived Credential PIN' : 'Reset PIN'}” in Settings: it shows the
        unblock challenge.
      </p>
      <Label htmlFor="challenge">Challenge</Label>
      <p id="challenge-hint" className="quiet">
        Twelve characters. Case and spaces do not matter.
      </p>
      <TextInput
        id="challenge"
        name="challenge"
        type="text"
        maxLength={60}
        required
        autoComplete="off"
        spellCheck={false}
        aria-describedby="challenge-hint"
      />
      {error !== null && <TroubleNote error={error} />}
      <div className="actions">
        <Button type="submit" aria-disabled={isPending}>
          OK
        </Button>
        <Link to="/unlock" search={{ device: device.id }} className="usa-button usa-button--outline">
          Back
        </Link>
      </div>
    </form>
  );
}

function Response({ device, answer }: { readonly device: DeviceView; readonly answer: UnlockAnswer }) {
  const { response, credentialName, expiresAt } = answer;
  return (
    <Note tone="active" title={`The unblock response for “${credentialName}”`}>
      <SecretField label="Unblock response" value={response} name="unblock-response" />
      <p>
        On {device.name} choose “Next”, enter it as the unblock response, and choose a new PIN. It works once, until{' '}
        <DateText at={expiresAt} />.
      </p>
      <p>
        <Link to="/">Back to your credentials</Link>
      </p>
    </Note>
  );
}
