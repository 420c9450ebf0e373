import { type DeviceView, type UnlockType, unlockTypeLabels } from '@lanyard/contract';
import { Button, Radio } from '@trussworks/react-uswds';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';

interface ChooseTypeProps {
  readonly device: DeviceView;
  readonly types: readonly UnlockType[];
}

/** One type serves iOS whatever Windows is used; elsewhere it is chosen by the Windows that asks for the PIN. */
export function ChooseType({ device, types }: ChooseTypeProps) {
  const navigate = useNavigate();
  const choose = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('type');
    const type = types.find((one) => one === chosen);
    if (type !== undefined) void navigate({ to: '/unlock', search: { device: device.id, type } });
  };
  return (
    <form className="form" onSubmit={choose}>
      <fieldset className="usa-fieldset">
        <legend>Unlock type for {device.name}</legend>
        <p className="quiet">
          {device.platform === 'ios'
            ? 'It is the same for every version of Windows.'
            : 'Choose by the Windows of the computer that asks for the PIN; for another system take the first.'}
        </p>
        {types.map((type, index) => (
          <Radio
            key={type}
            id={`type-${type}`}
            name="type"
            value={type}
            defaultChecked={index === 0}
            tile
            label={unlockTypeLabels[type]}
          />
        ))}
      </fieldset>
      <div className="actions">
        <Button type="submit">Next</Button>
        <Link to="/unlock" search={{}} className="usa-button usa-button--outline">
          Another device
        </Link>
      </div>
    </form>
  );
}
