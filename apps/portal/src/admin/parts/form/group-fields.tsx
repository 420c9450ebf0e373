import { blankOf, isTree } from './draft.ts';
import type { FieldNode } from './field-node.ts';
import type { FieldProps } from './form-context.ts';
import { useForm } from './form-context.ts';
import { LabelledSet } from './labelled.tsx';

type GroupProps = FieldProps & { readonly node: Extract<FieldNode, { kind: 'group' }> };

/** Fields that belong together. Those that may be nothing are asked for only where somebody wants them. */
export function GroupField(props: GroupProps) {
  const { node, path, value } = props;
  const { Field } = useForm();
  return (
    <LabelledSet {...props} node={{ ...node, required: true }}>
      {node.nullable && <GroupTick {...props} />}
      {(!node.nullable || isTree(value)) && (
        <div className="field-set__fields">
          {node.fields.map((field) => (
            <Field key={field.name} node={field} path={[...path, field.name]} />
          ))}
        </div>
      )}
    </LabelledSet>
  );
}

function GroupTick({ node, value, onChange }: GroupProps) {
  const begin = (): unknown => blankOf({ ...node, nullable: false, fallback: undefined });
  return (
    <label className="tick tick--field">
      <input
        type="checkbox"
        checked={isTree(value)}
        onChange={(event) => onChange(event.target.checked ? begin() : null)}
      />
      <span>Use: {node.title}</span>
    </label>
  );
}

/** One of several forms; the choice comes first, and its fields below it. */
export function VariantsField(props: FieldProps & { readonly node: Extract<FieldNode, { kind: 'variants' }> }) {
  const { node, path, value, onChange, id } = props;
  const { Field } = useForm();
  const present = isTree(value) ? value : {};
  const chosen = node.variants.find((variant) => Reflect.get(present, node.by) === variant.value);
  return (
    <LabelledSet {...props}>
      {node.variants.map((variant) => (
        <label key={variant.value} className="tick tick--field">
          <input
            type="radio"
            name={id}
            checked={variant === chosen}
            onChange={() => onChange({ ...present, [node.by]: variant.value })}
          />
          <span>{variant.title}</span>
        </label>
      ))}
      {chosen !== undefined && (
        <div className="field-set__fields">
          {chosen.fields.map((field) => (
            <Field key={`${chosen.value}.${field.name}`} node={field} path={[...path, field.name]} />
          ))}
        </div>
      )}
    </LabelledSet>
  );
}
