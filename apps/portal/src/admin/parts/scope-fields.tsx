import type { Audience } from '@lanyard/contract';
import { audience as audienceSchema, spaceView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { adminQuery } from '../api/admin-query.ts';
import { AudiencePicker } from './audience-picker.tsx';
import { useForm } from './form/form-context.ts';
import type { FieldProps } from './form/form-context.ts';
import { describedBy, Labelled } from './form/labelled.tsx';

const nobodyYet: Audience = { to: 'none', people: [], userGroups: [], devices: [], deviceGroups: [] };

/** The field "Distribution" of a form. @param locked why it cannot be chosen */
export function AudienceField({ locked, ...props }: FieldProps & { readonly locked?: string }) {
  const { id, value, onChange } = props;
  const { errors } = useForm();
  const read = audienceSchema.safeParse(value);
  const path = props.path.join('.');
  return (
    <AudiencePicker
      id={id}
      value={read.success ? read.data : nobodyYet}
      onChange={onChange}
      error={props.error ?? errors.get(`${path}.to`) ?? null}
      {...(locked === undefined ? {} : { locked })}
    />
  );
}

const spaceList = z.object({ items: z.array(spaceView) });

/** Every space that whoever is signed in may see. */
export const useSpaces = () => useQuery(adminQuery(spaceList, 'spaces'));

/** The field "Space": those of whoever writes; the default one first. */
export function SpaceField(props: FieldProps) {
  const { id, value, onChange, error } = props;
  const spaces = useSpaces().data?.items ?? [];
  const byDefault = spaces.find(({ isDefault }) => isDefault)?.id ?? '';
  return (
    <Labelled {...props} node={{ ...props.node, required: true }}>
      <select
        id={id}
        className="usa-select"
        value={typeof value === 'string' && value !== '' ? value : byDefault}
        aria-invalid={error !== null}
        aria-describedby={describedBy(props)}
        onChange={(event) => onChange(event.target.value)}
      >
        {spaces.map((space) => (
          <option key={space.id} value={space.id}>
            {space.name}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
