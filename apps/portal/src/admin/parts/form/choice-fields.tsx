import type { FieldNode } from './field-node.ts';
import type { FieldProps } from './form-context.ts';
import { describedBy, Labelled, LabelledSet } from './labelled.tsx';

/** So many choices are shown side by side; more go into a list. */
const shownAtOnce = 4;

type Of<Kind extends 'choice' | 'choices'> = FieldProps & {
  readonly node: Extract<FieldNode, { kind: 'choice' | 'choices' }> & { readonly kind: Kind | 'choice' | 'choices' };
};

export function ChoiceField(props: Of<'choice'>) {
  const { node, id, value, onChange, error } = props;
  if (node.options.length <= shownAtOnce) return <RadioChoice {...props} />;
  return (
    <Labelled {...props}>
      <select
        id={id}
        className="usa-select"
        value={typeof value === 'string' ? value : ''}
        aria-invalid={error !== null}
        aria-describedby={describedBy(props)}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      >
        {(node.required || node.nullable || node.fallback === undefined) && (
          <option value="">{node.required ? 'Choose…' : 'None'}</option>
        )}
        {node.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function RadioChoice(props: Of<'choice'>) {
  const { node, id, value, onChange } = props;
  return (
    <LabelledSet {...props}>
      {node.options.map((option) => (
        <label key={option.value} className="tick tick--field">
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.title}</span>
        </label>
      ))}
    </LabelledSet>
  );
}

export function ChoicesField(props: Of<'choices'>) {
  const { node, value, onChange } = props;
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const flip = (option: string): void =>
    onChange(
      // the schema's order, whatever order they were ticked in
      node.options
        .map((each) => each.value)
        .filter((each) => (each === option ? !chosen.includes(each) : chosen.includes(each))),
    );
  return (
    <LabelledSet {...props}>
      <div className={node.options.length > 8 ? 'choices choices--many' : 'choices'}>
        {node.options.map((option) => (
          <label key={option.value} className="tick tick--field">
            <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => flip(option.value)} />
            <span>{option.title}</span>
          </label>
        ))}
      </div>
    </LabelledSet>
  );
}
