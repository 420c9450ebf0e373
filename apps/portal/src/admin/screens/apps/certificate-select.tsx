import type { AppView } from '@lanyard/contract';
import { certificateChoice } from '@lanyard/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { z } from 'zod';
import { adminQuery } from '../../api/admin-query.ts';
import { useSettled } from '../../state/use-settled.ts';

type Choice = z.infer<typeof certificateChoice>;
const choices = z.object({ items: z.array(certificateChoice) });

interface CertificateSelectProps {
  readonly id: string;
  readonly label: string;
  readonly app: Pick<AppView, 'id'>;
  /** The key that it is for; the empty text for whatever some key could name. */
  readonly of: string;
  /** Of what is chosen already, by id: it may be no choice any more. */
  readonly names: Readonly<Record<string, string>>;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (id: string) => void;
  readonly only?: (choice: Choice) => boolean;
  readonly help?: string | null;
}

const all = (): boolean => true;

/** A configuration of the purpose that a key asks for; with none there is, the way to make one. */
export function CertificateSelect(props: CertificateSelectProps) {
  const { id, label, app, of, names, value, error, onChange, only = all, help = null } = props;
  const [typed, type] = useSettled(of);
  useEffect(() => type(of), [of, type]);
  const key = typed.settled.trim();
  const found = useQuery({
    ...adminQuery(choices, 'apps/choices', { appId: app.id, ...(key === '' ? {} : { key }) }),
    placeholderData: keepPreviousData,
  });
  const options = found.data?.items.filter(only) ?? [];
  const lost = value !== '' && !options.some((option) => option.id === value);
  return (
    <div className={error === null ? 'pairs__cell' : 'pairs__cell field--wrong'}>
      <label className="usa-label" htmlFor={id}>
        {label}
      </label>
      {help !== null && (
        <p className="field__help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error !== null && <p className="field__error">{error}</p>}
      <select
        id={id}
        className="usa-select"
        value={value}
        aria-invalid={error !== null}
        aria-describedby={help === null ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">Choose…</option>
        {lost && <option value={value}>{names[value] ?? 'a configuration that is gone'}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
            {option.purpose === null ? ' (CA certificate)' : ` (${option.purpose})`}
          </option>
        ))}
      </select>
      {found.isSuccess && options.length === 0 && (
        <p className="field__help">
          There is none for this yet. <Link to="/admin/configurations/new">Add a configuration</Link>: an Identity
          Certificate of the purpose that the key asks for, or a Certificate of a CA.
        </p>
      )}
    </div>
  );
}
