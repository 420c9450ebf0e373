import { recogniseKey, substitutionVariables } from '@lanyard/contract';
import type { KnownKey } from '@lanyard/contract';

interface ValueInputProps {
  readonly id: string;
  readonly label: string;
  /** Decides what is asked for. */
  readonly of: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

const variables = Object.keys(substitutionVariables).map((name) => `\${${name}}`);

/** The value of a key: a choice where the key has one, else text, with the variables offered. */
export function ValueInput({ id, label, of, value, error, onChange }: ValueInputProps) {
  const found = recogniseKey(of);
  const asked = found.is === 'known' ? found.key.value : null;
  const common = { id, value, 'aria-invalid': error !== null };
  return (
    <div className={error === null ? 'pairs__cell' : 'pairs__cell field--wrong'}>
      <label className="usa-label" htmlFor={id}>
        {label}
      </label>
      {error !== null && <p className="field__error">{error}</p>}
      {asked?.is === 'choice' ? (
        <select {...common} className="usa-select" onChange={(event) => onChange(event.target.value)}>
          {[...new Set(['', ...asked.of, value])].map((option) => (
            <option key={option} value={option}>
              {option === '' ? 'Choose…' : option}
            </option>
          ))}
        </select>
      ) : (
        <>
          <input
            {...common}
            className="usa-input"
            list={`${id}-offers`}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholders[asked?.is ?? 'text'] ?? ''}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={`${id}-offers`}>
            {(asked?.is === 'variable' ? asked.usually : variables).map((offer) => (
              <option key={offer} value={offer}>
                {offer}
              </option>
            ))}
          </datalist>
        </>
      )}
    </div>
  );
}

const placeholders: Readonly<Partial<Record<KnownKey['value']['is'], string>>> = {
  rule: '*.mycompany.com/path',
  host: 'mail.mycompany.com',
  email: 'help@mycompany.com',
};
