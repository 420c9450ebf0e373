import { useEffect, useId, useState } from 'react';
import { useSettled } from '../state/use-settled.ts';

/** A field of a list's address that narrows it. */
export interface Filter {
  readonly key: string;
  readonly title: string;
  /** A list to choose from, or a date. */
  readonly options: readonly { readonly value: string; readonly title: string }[] | 'date';
  /** One is always chosen: there is no "Any". */
  readonly always?: boolean;
}

interface ListFiltersProps {
  readonly noun: string;
  readonly search: string | undefined;
  readonly filters: readonly Filter[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (patch: Readonly<Record<string, string | null>>) => void;
}

export function ListFilters({ noun, search, filters, values, onChange }: ListFiltersProps) {
  return (
    <div className="filters" role="search" aria-label={`Search ${noun}`}>
      {search !== undefined && (
        <SearchField label={search} value={values['q'] ?? ''} onChange={(q) => onChange({ q })} />
      )}
      {filters.map((filter) => (
        <FilterField
          key={filter.key}
          filter={filter}
          value={values[filter.key] ?? ''}
          onChange={(value) => onChange({ [filter.key]: value })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

/** Typing searches once it rests; Enter is not needed. */
function SearchField({ label, value, onChange }: FieldProps & { readonly label: string }) {
  const id = useId();
  const [typed, type] = useSettled(value);
  // A changed address is followed while rendering: an effect could come after the first letters and take them away.
  const [followed, follow] = useState(value);
  if (followed !== value) {
    follow(value);
    // What this field asked for itself is not written back: the next letters, or a blank, may stand there already.
    if (value !== typed.settled.trim()) type(value);
  }
  useEffect(() => {
    const words = typed.settled.trim();
    if (words === typed.now.trim() && words !== value) onChange(words);
    // Only what was typed starts a search: a changed address is followed above.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [typed.settled]);
  return (
    <div className="filters__field filters__field--wide">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="search" className="usa-input" value={typed.now} onChange={(e) => type(e.target.value)} />
    </div>
  );
}

function FilterField({ filter, value, onChange }: FieldProps & { readonly filter: Filter }) {
  const id = useId();
  const { options, title, always = false } = filter;
  return (
    <div className="filters__field">
      <label htmlFor={id}>{title}</label>
      {options === 'date' ? (
        <input id={id} type="date" className="usa-input" value={value} onChange={(e) => onChange(e.target.value)} />
      ) : (
        <select id={id} className="usa-select" value={value} onChange={(e) => onChange(e.target.value)}>
          {!always && <option value="">Any</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.title}
            </option>
          ))}
          {value !== '' && !options.some((option) => option.value === value) && <option value={value}>{value}</option>}
        </select>
      )}
    </div>
  );
}
