import type { Audience } from '@lanyard/contract';
import { useState } from 'react';
import type { PickSource } from './picker.tsx';
import { deviceGroupsSource, devicesSource, groupsSource, peopleSource, Picker } from './picker.tsx';
import type { Picked } from './picker.tsx';
import { useNames } from './names-of.ts';

interface AudiencePickerProps {
  /** Begins the ids of its controls. */
  readonly id: string;
  readonly value: Audience;
  readonly onChange: (value: Audience) => void;
  readonly error: string | null;
  /** Why it cannot be changed: what only travels with an app goes to no device by itself. */
  readonly locked?: string;
}

const choices = [
  { value: 'all', title: 'All Devices', help: 'Every compatible device, also those that register later.' },
  { value: 'none', title: 'No Devices', help: 'Kept here and sent to nobody.' },
  { value: 'chosen', title: 'Custom', help: 'Devices of chosen people, user groups, devices or device groups.' },
] as const;

type Members = Exclude<keyof Audience, 'to'>;

const lists: readonly { readonly key: Members; readonly label: string; readonly source: PickSource }[] = [
  { key: 'people', label: 'People', source: peopleSource },
  { key: 'userGroups', label: 'User groups', source: groupsSource },
  { key: 'devices', label: 'Devices', source: devicesSource },
  { key: 'deviceGroups', label: 'Device groups', source: deviceGroupsSource },
];

/** Whom a configuration or an app is for. */
export function AudiencePicker({ id, value, onChange, error, locked }: AudiencePickerProps) {
  return (
    <fieldset id={id} className={error === null ? 'field field-set' : 'field field-set field--wrong'} tabIndex={-1}>
      <legend className="usa-label">Distribution</legend>
      {error !== null && <p className="field__error">{error}</p>}
      {locked !== undefined && <p className="field__help">{locked}</p>}
      {choices.map((choice) => (
        <label key={choice.value} className="tick tick--field">
          <input
            type="radio"
            name={id}
            disabled={locked !== undefined}
            checked={value.to === choice.value}
            onChange={() => onChange({ ...(choice.value === 'chosen' ? value : emptied), to: choice.value })}
          />
          <span>
            {choice.title}
            <span className="field__help"> {choice.help}</span>
          </span>
        </label>
      ))}
      {value.to === 'chosen' &&
        lists.map(({ key, label, source }) => (
          <MemberPicker
            key={key}
            label={label}
            source={source}
            ids={value[key]}
            onChange={(ids) => onChange({ ...value, [key]: ids })}
          />
        ))}
    </fieldset>
  );
}

const emptied = { people: [], userGroups: [], devices: [], deviceGroups: [] };

interface MemberPickerProps {
  readonly label: string;
  readonly source: PickSource;
  readonly ids: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

/** Of one kind; the audience keeps ids, the names are remembered here or asked for. */
function MemberPicker({ label, source, ids, onChange }: MemberPickerProps) {
  const [known, setKnown] = useState<readonly Picked[]>([]);
  const picked = useNames(source.path, ids, known);
  return (
    <Picker
      label={label}
      source={source}
      picked={picked}
      onChange={(next) => {
        setKnown(next);
        onChange(next.map(({ id }) => id));
      }}
    />
  );
}
