import type { RevocationCause } from '@lanyard/contract';
import { revocationCause, revocationCauses } from '@lanyard/contract';
import { useId } from 'react';
import { causeTitles } from '../../words/act-words.ts';

interface CauseFieldProps {
  readonly value: RevocationCause;
  readonly onChange: (cause: RevocationCause) => void;
}

/** Why something is revoked, with the word that the CRL has for it (RFC 5280 §5.3.1). */
export function CauseField({ value, onChange }: CauseFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="usa-label" htmlFor={id}>
        Cause
      </label>
      <p className="field__help" id={`${id}-help`}>
        The CRL says it to everybody who relies on the certificates.
      </p>
      <select
        id={id}
        className="usa-select"
        value={value}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(revocationCause.parse(event.target.value))}
      >
        {revocationCause.options.map((cause) => (
          <option key={cause} value={cause}>
            {causeTitles[cause]} ({revocationCauses[cause]})
          </option>
        ))}
      </select>
    </div>
  );
}
