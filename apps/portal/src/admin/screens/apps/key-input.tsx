import { recogniseKey } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';

interface KeyInputProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Offered while one types. */
  readonly names: readonly string[];
  readonly error: string | null;
  readonly onChange: (key: string) => void;
}

/** A key as it is typed; what is near a known one is offered in its right form, and taken with one click. */
export function KeyInput({ id, label, value, names, error, onChange }: KeyInputProps) {
  const found = recogniseKey(value);
  return (
    <div className={error === null ? 'pairs__cell' : 'pairs__cell field--wrong'}>
      <label className="usa-label" htmlFor={id}>
        {label}
      </label>
      {error !== null && (
        <p className="field__error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <input
        id={id}
        className="usa-input"
        list={`${id}-names`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        aria-invalid={error !== null}
        aria-describedby={`${id}-about${error === null ? '' : ` ${id}-error`}`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <p id={`${id}-about`} className="field__help">
        {found.is === 'known' ? `${found.key.title}: ${found.key.description}` : ''}
      </p>
      {found.is === 'near miss' && (
        <Button type="button" unstyled onClick={() => onChange(found.meant)}>
          Did you mean {found.meant}? Take it
        </Button>
      )}
    </div>
  );
}
