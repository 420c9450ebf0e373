import { ChoiceField, ChoicesField } from './choice-fields.tsx';
import { keyOf, valueAt } from './draft.ts';
import type { Path } from './draft.ts';
import type { FieldNode } from './field-node.ts';
import type { FieldProps, Renderers } from './form-context.ts';
import { idOfField, useForm } from './form-context.ts';
import { GroupField, VariantsField } from './group-fields.tsx';
import { ListField, RecordField } from './list-fields.tsx';
import { BooleanField, FixedField, NumberField, TextField } from './plain-fields.tsx';

/** A field of whatever kind, at its place of the form. */
export function Field({ node, path }: { readonly node: FieldNode; readonly path: Path }) {
  const form = useForm();
  if (form.hidden.includes(keyOf(path))) return null;
  const props: FieldProps = {
    node,
    path,
    value: valueAt(form.draft, path),
    onChange: (value) => form.change(path, value),
    id: idOfField(form.name, path),
    error: form.errors.get(keyOf(path)) ?? null,
  };
  const own = rendererOf(form.renderers, node, path);
  return own === undefined ? <FieldOfKind {...props} /> : own(props);
}

const rendererOf = (renderers: Renderers, node: FieldNode, path: Path) =>
  renderers[path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')] ??
  (node.widget === null ? undefined : renderers[`widget:${node.widget}`]);

function FieldOfKind(props: FieldProps) {
  switch (props.node.kind) {
    case 'text':
      return <TextField {...props} node={props.node} />;
    case 'number':
      return <NumberField {...props} node={props.node} />;
    case 'boolean':
      return <BooleanField {...props} />;
    case 'fixed':
      return <FixedField {...props} node={props.node} />;
    case 'choice':
      return <ChoiceField {...props} node={props.node} />;
    case 'choices':
      return <ChoicesField {...props} node={props.node} />;
    case 'list':
      return <ListField {...props} node={props.node} />;
    case 'record':
      return <RecordField {...props} node={props.node} />;
    case 'group':
      return <GroupField {...props} node={props.node} />;
    case 'variants':
      return <VariantsField {...props} node={props.node} />;
  }
}
