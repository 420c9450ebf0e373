import type { FieldProps } from './form-context.ts';
import { describedBy, Labelled } from './labelled.tsx';

/** A secret that is written and never shown again. */
export function PasswordField(props: FieldProps) {
  const { id, value, onChange, error } = props;
  return (
    <Labelled {...props}>
      <input
        id={id}
        className="usa-input"
        type="password"
        autoComplete="new-password"
        value={typeof value === 'string' ? value : ''}
        aria-invalid={error !== null}
        aria-describedby={describedBy(props)}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}
