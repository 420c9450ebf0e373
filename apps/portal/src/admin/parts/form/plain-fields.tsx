import type { FieldNode, TextInput } from './field-node.ts';
import type { FieldProps } from './form-context.ts';
import { describedBy, fieldTitle, HelpAndError, Labelled } from './labelled.tsx';

type Of<Kind extends FieldNode['kind']> = FieldProps & { readonly node: Extract<FieldNode, { kind: Kind }> };

const htmlTypes: Readonly<Record<Exclude<TextInput, 'long'>, string>> = {
  text: 'text',
  email: 'email',
  url: 'url',
  date: 'date',
  instant: 'datetime-local',
};

export function TextField(props: Of<'text'>) {
  const { node, id, value, onChange, error } = props;
  const text = typeof value === 'string' ? value : '';
  const common = {
    id,
    value: node.input === 'instant' ? localOf(text) : text,
    'aria-invalid': error !== null,
    'aria-describedby': describedBy(props),
    'aria-required': node.required,
  };
  const write = (typed: string): void => onChange(node.input === 'instant' ? instantOf(typed) : typed);
  return (
    <Labelled {...props}>
      {node.input === 'long' ? (
        <textarea {...common} className="usa-textarea" rows={5} onChange={(event) => write(event.target.value)} />
      ) : (
        <input
          {...common}
          className="usa-input"
          type={htmlTypes[node.input]}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => write(event.target.value)}
        />
      )}
    </Labelled>
  );
}

/** An instant as the browser's own field writes it, in the person's zone. */
function localOf(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const instantOf = (local: string): string => (local === '' ? '' : new Date(local).toISOString());

/** A number stays as it was typed while it is none, so that nobody's typing is taken away. */
export function NumberField(props: Of<'number'>) {
  const { node, id, value, onChange, error } = props;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return (
    <Labelled {...props}>
      <span className="field__row">
        <input
          id={id}
          className="usa-input field__number"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={error !== null}
          aria-describedby={describedBy(props)}
          aria-required={node.required}
          onChange={(event) => onChange(numberOf(event.target.value))}
        />
        {node.unit !== null && <span>{node.unit}</span>}
        <span className="field__range">{rangeWords(node.min, node.max)}</span>
      </span>
    </Labelled>
  );
}

const numberOf = (typed: string): number | string =>
  /^-?\d+(?:\.\d+)?$/u.test(typed.trim()) ? Number(typed.trim()) : typed;

function rangeWords(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `${min} to ${max}`;
  if (min !== null) return `${min} or more`;
  return max === null ? '' : `${max} or less`;
}

export function BooleanField(props: FieldProps) {
  const { id, value, onChange } = props;
  return (
    <div className="field">
      <label className="tick tick--field">
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          aria-describedby={describedBy(props)}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{fieldTitle(props)}</span>
      </label>
      <HelpAndError {...props} />
    </div>
  );
}

/** There is only one choice: it is said, not asked. */
export function FixedField({ node, id }: Of<'fixed'>) {
  return (
    <p className="field" id={id}>
      <span className="usa-label">{node.title}</span>
      <span className="field__fixed">{node.value}</span>
      {node.help !== null && <span className="field__help">{node.help}</span>}
    </p>
  );
}
