import { Button } from '@trussworks/react-uswds';
import { useRef } from 'react';
import { blankOf, isTree } from './draft.ts';
import type { FieldNode } from './field-node.ts';
import type { FieldProps } from './form-context.ts';
import { idOfField, useForm } from './form-context.ts';
import { LabelledSet } from './labelled.tsx';

type Of<Kind extends 'list' | 'record'> = FieldProps & {
  readonly node: Extract<FieldNode, { kind: 'list' | 'record' }> & { readonly kind: Kind | 'list' | 'record' };
};

/** Several of the same: added at the end, moved, taken out. */
export function ListField(props: Of<'list'>) {
  const { node, path, value, onChange } = props;
  const { name, Field } = useForm();
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const plain = node.item.kind === 'text' || node.item.kind === 'number';
  const item = { ...node.item, title: node.item.title === '' ? node.title : node.item.title, required: true };
  const focusAt = (index: number): void => {
    requestAnimationFrame(() => document.getElementById(idOfField(name, [...path, index]))?.focus());
  };
  return (
    <LabelledSet {...props}>
      <ol className={plain ? 'items items--plain' : 'items'}>
        {items.map((_, index) => (
          <li key={index} className="items__item">
            <Field node={{ ...item, title: `${item.title} ${index + 1}`, help: null }} path={[...path, index]} />
            <ItemActs
              name={`${item.title} ${index + 1}`}
              first={index === 0}
              onUp={() => onChange(swapped(items, index))}
              onRemove={() => onChange(items.filter((_item, other) => other !== index))}
            />
          </li>
        ))}
      </ol>
      <Button
        type="button"
        outline
        className="button-small"
        onClick={() => {
          onChange([...items, blankOf(item) ?? '']);
          focusAt(items.length);
        }}
      >
        +Add<span className="usa-sr-only"> to {node.title}</span>
      </Button>
    </LabelledSet>
  );
}

interface ItemActsProps {
  readonly name: string;
  readonly first: boolean;
  readonly onUp: () => void;
  readonly onRemove: () => void;
}

function ItemActs({ name, first, onUp, onRemove }: ItemActsProps) {
  return (
    <span className="items__acts">
      {!first && (
        <Button type="button" unstyled onClick={onUp}>
          Move up<span className="usa-sr-only"> {name}</span>
        </Button>
      )}
      <Button type="button" unstyled onClick={onRemove}>
        Remove<span className="usa-sr-only"> {name}</span>
      </Button>
    </span>
  );
}

/** Keys of the person's own, each with a value. Their case and their order are kept. */
export function RecordField(props: Of<'record'>) {
  const { node, value, onChange, id } = props;
  const { Field } = useForm();
  const entries = Object.entries(isTree(value) ? value : {});
  const added = useRef<HTMLInputElement>(null);
  const write = (next: readonly (readonly [string, unknown])[]): void => onChange(Object.fromEntries(next));
  const addKey = (): void => {
    const key = added.current?.value.trim() ?? '';
    if (key === '' || entries.some(([other]) => other === key)) return;
    write([...entries, [key, blankOf(node.item) ?? '']]);
    if (added.current !== null) added.current.value = '';
  };
  return (
    <LabelledSet {...props}>
      <ul className="items">
        {entries.map(([key]) => (
          <li key={key} className="items__item">
            <Field node={{ ...node.item, name: key, title: key, required: true }} path={[...props.path, key]} />
            <ItemActs
              name={key}
              first
              onUp={() => undefined}
              onRemove={() => write(entries.filter(([other]) => other !== key))}
            />
          </li>
        ))}
      </ul>
      <label className="usa-label" htmlFor={`${id}-new`}>
        New key
      </label>
      <span className="field__row">
        <input
          id={`${id}-new`}
          ref={added}
          className="usa-input"
          autoComplete="off"
          spellCheck={false}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault(); // the key is added, the form is not sent
            addKey();
          }}
        />
        <Button type="button" outline className="button-small" onClick={addKey}>
          Add key
        </Button>
      </span>
    </LabelledSet>
  );
}

const swapped = (items: readonly unknown[], index: number): readonly unknown[] =>
  items.map((item, place) => (place === index ? items[index - 1] : place === index - 1 ? items[index] : item));
