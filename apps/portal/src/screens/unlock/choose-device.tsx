import type { DeviceView } from '@lanyard/contract';
import { Button, Radio } from '@trussworks/react-uswds';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { Note } from '../../parts/note.tsx';
import { systemWords } from '../../words/credential-words.ts';

export function ChooseDevice({ devices }: { readonly devices: readonly DeviceView[] }) {
  const navigate = useNavigate();
  const choose = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const device = new FormData(event.currentTarget).get('device');
    if (typeof device === 'string') void navigate({ to: '/unlock', search: { device } });
  };
  if (devices.length === 0)
    return (
      <Note tone="attention" title="No device of yours has an active derived credential.">
        <p>
          There is no PIN to reset. Request a new credential on <Link to="/">your home page</Link>: activating it sets a
          new PIN.
        </p>
      </Note>
    );
  return (
    <form className="form" onSubmit={choose}>
      <fieldset className="usa-fieldset">
        <legend>Do you want to unlock this device?</legend>
        {devices.map((device, index) => (
          <Radio
            key={device.id}
            id={`device-${device.id}`}
            name="device"
            value={device.id}
            defaultChecked={index === 0}
            tile
            label={device.name}
            labelDescription={systemWords(device)}
          />
        ))}
      </fieldset>
      <div className="actions">
        <Button type="submit">Yes</Button>
        <Link to="/" className="usa-button usa-button--outline">
          Cancel
        </Link>
      </div>
    </form>
  );
}
