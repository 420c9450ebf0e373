import type { HomeView, NewRequestInput } from '@lanyard/contract';
import { Button, Label, Radio, TextInput } from '@trussworks/react-uswds';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { setUpPath } from '../../state/set-up-path.ts';
import { useAct } from '../../state/use-act.ts';

/** The contract's limit for the name of a credential. */
const nameLength = 60;

export function NewRequestForm({ home }: { readonly home: HomeView }) {
  const navigate = useNavigate();
  const act = useAct((secrets) => void navigate({ to: setUpPath(secrets?.requestId ?? null) }));
  const phones = home.devices
    .filter(({ state, platform }) => state === 'active' && platform !== 'desktop')
    .map(({ name }) => name);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (home.canRequest) act.run({ kind: 'request', input: inputOf(new FormData(event.currentTarget)) });
  };
  return (
    <form className="form" onSubmit={submit}>
      <fieldset className="usa-fieldset">
        <legend className="usa-sr-only">Which phone is it for?</legend>
        {phones.length > 0 && (
          <Radio
            id="phone-registered"
            name="phone"
            value="registered"
            defaultChecked
            tile
            label="I already registered my phone"
            labelDescription={`${phones.join(', ')}: only an activation password is needed. The credential it has is replaced.`}
          />
        )}
        <Radio
          id="phone-new"
          name="phone"
          value="new"
          defaultChecked={phones.length === 0}
          tile
          label="A phone that is not registered yet"
          labelDescription="You get a registration PIN and an activation password."
        />
      </fieldset>
      <Label htmlFor="credential-name">Name of the credential</Label>
      <p id="credential-name-hint" className="quiet">
        Optional. The phone and this page show it, for example "Work phone".
      </p>
      <TextInput
        id="credential-name"
        name="name"
        type="text"
        maxLength={nameLength}
        autoComplete="off"
        aria-describedby="credential-name-hint"
      />
      {act.error !== null && <TroubleNote error={act.error} />}
      <div className="actions">
        <Button type="submit" aria-disabled={!home.canRequest || act.busy}>
          {home.requestButton}
        </Button>
        <Link to="/" className="usa-button usa-button--outline">
          Cancel
        </Link>
      </div>
      {!home.canRequest && (
        <p className="request__reason">{home.cannotRequestReason ?? 'Your organisation does not offer this to you.'}</p>
      )}
    </form>
  );
}

function inputOf(form: FormData): NewRequestInput {
  const raw = form.get('name');
  const name = typeof raw === 'string' ? raw.trim() : '';
  const input = { withRegistration: form.get('phone') !== 'registered' };
  return name === '' ? input : { ...input, name };
}
