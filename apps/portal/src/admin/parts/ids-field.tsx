import { useState } from 'react';
import type { FieldProps } from './form/form-context.ts';
import { useNames } from './names-of.ts';
import type { Picked, PickSource } from './picker.tsx';
import { Picker } from './picker.tsx';

/** A field that holds ids of what a source has: found by name, kept by id. */
export function IdsField({ source, ...props }: FieldProps & { readonly source: PickSource }) {
  const { node, value, onChange, id, error } = props;
  const [known, setKnown] = useState<readonly Picked[]>([]);
  const ids = Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
  const picked = useNames(source.path, ids, known);
  return (
    <div className={error === null ? 'field' : 'field field--wrong'}>
      {error !== null && <p className="field__error">{error}</p>}
      <Picker
        id={id}
        label={node.title}
        source={source}
        picked={picked}
        describedBy={`${id}-help`}
        onChange={(next) => {
          setKnown(next);
          onChange(next.map((each) => each.id));
        }}
      />
      <p id={`${id}-help`} className="field__help">
        {node.help}
      </p>
    </div>
  );
}
