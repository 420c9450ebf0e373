import { providerList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { adminQuery } from '../../api/admin-query.ts';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { describedBy, Labelled } from '../../parts/form/labelled.tsx';

/** Which of the providers that were added. */
export function ProviderNameField(props: FieldProps) {
  const { id, value, onChange, error } = props;
  const found = useQuery(adminQuery(providerList, 'providers'));
  const names = (found.data?.items ?? []).filter(({ kind }) => kind === 'other').map(({ name }) => name);
  const present = typeof value === 'string' ? value : '';
  return (
    <Labelled {...props}>
      <select
        id={id}
        className="usa-select"
        value={present}
        aria-invalid={error !== null}
        aria-describedby={describedBy(props)}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      >
        {[...new Set(['', present, ...names])].map((name) => (
          <option key={name} value={name}>
            {name === '' ? 'Any of them' : name}
          </option>
        ))}
      </select>
      {found.isSuccess && names.length === 0 && (
        <p className="field__help">
          None was added yet. <Link to="/admin/providers/new">Add a provider</Link> of another vendor first.
        </p>
      )}
    </Labelled>
  );
}
