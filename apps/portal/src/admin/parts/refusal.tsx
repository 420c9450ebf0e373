import { TroubleNote } from '../../parts/trouble-note.tsx';
import { fieldErrorsOf } from '../api/field-errors.ts';

/** A failure with what the server names of it, for acts that have no form to show it in. */
export function Refusal({ error }: { readonly error: unknown }) {
  const fields = fieldErrorsOf(error);
  return (
    <>
      <TroubleNote error={error} />
      {fields.length > 0 && (
        <ul>
          {fields.map(({ path, message }) => (
            <li key={`${path.join('.')} ${message}`}>
              {path.length > 0 && <strong>{path.join(', ')}:</strong>} {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
