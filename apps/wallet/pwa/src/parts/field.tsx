import { useId, useState, type JSX } from 'react';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  readonly hint?: string;
  readonly kind?: 'text' | 'code' | 'passcode' | 'digits';
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** Marks the field as the one that an error speaks of; the error itself is said by the notice. */
  readonly wrong?: boolean;
}

const KINDS = {
  text: { type: 'text', inputMode: 'text' },
  // Codes are read off another screen: seeing them typed is worth more than hiding them.
  code: { type: 'text', inputMode: 'text' },
  passcode: { type: 'password', inputMode: 'text' },
  digits: { type: 'password', inputMode: 'numeric' },
} as const;

/** A labelled input; hidden ones can be shown. */
export function Field(props: FieldProps): JSX.Element {
  const {
    label,
    value,
    onChange,
    hint,
    kind = 'text',
    autoComplete = 'off',
    autoFocus = false,
    maxLength = 200,
    wrong = false,
  } = props;
  const id = useId();
  const [shown, setShown] = useState(false);
  const { type, inputMode } = KINDS[kind];
  const hidden = type === 'password';
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div className="input-row">
        <input
          id={id}
          className={kind === 'code' || kind === 'digits' ? 'input input-code' : 'input'}
          type={hidden && shown ? 'text' : type}
          inputMode={inputMode}
          value={value}
          maxLength={maxLength}
          autoComplete={autoComplete}
          autoCapitalize={kind === 'code' ? 'characters' : 'none'}
          autoCorrect="off"
          spellCheck={false}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the only field of a step that the person just asked for
          autoFocus={autoFocus}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          aria-invalid={wrong}
          onChange={(event) => onChange(event.target.value)}
        />
        {hidden ? (
          <button type="button" className="show" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
            <span className="visually-hidden"> {label}</span>
          </button>
        ) : null}
      </div>
    </div>
  );
}
