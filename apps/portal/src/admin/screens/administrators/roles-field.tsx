import type { Role } from '@lanyard/contract';
import { role as roleNames } from '@lanyard/contract';
import type { FieldProps } from '../../parts/form/form-context.ts';
import { LabelledSet } from '../../parts/form/labelled.tsx';
import { Picker, spacesSource } from '../../parts/picker.tsx';
import { useSpaces } from '../../parts/scope-fields.tsx';
import { roleHelp, roleTitles } from '../../words/role-words.ts';

interface Grant {
  readonly role: Role;
  readonly spaces: readonly string[] | null;
}

/** Every role with what it is for; that of a space administrator asks for spaces too. */
export function RolesField(props: FieldProps) {
  const { value, onChange, node } = props;
  const grants = (Array.isArray(value) ? value : []) as readonly Grant[];
  const flip = (role: Role): void =>
    onChange(
      grants.some((grant) => grant.role === role)
        ? grants.filter((grant) => grant.role !== role)
        : [...grants, { role, spaces: role === 'space-administrator' ? [] : null }],
    );
  const bound = grants.find(({ role }) => role === 'space-administrator');
  return (
    <LabelledSet {...props} node={{ ...node, title: 'Roles', required: true }}>
      {roleNames.options.map((role) => (
        <label key={role} className="tick tick--field">
          <input type="checkbox" checked={grants.some((grant) => grant.role === role)} onChange={() => flip(role)} />
          <span>
            {roleTitles[role]}
            <span className="field__help">{roleHelp[role]}</span>
          </span>
        </label>
      ))}
      {bound !== undefined && (
        <SpacesOf
          ids={bound.spaces ?? []}
          onChange={(spaces) => onChange(grants.map((grant) => (grant === bound ? { ...grant, spaces } : grant)))}
        />
      )}
    </LabelledSet>
  );
}

interface SpacesOfProps {
  readonly ids: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

function SpacesOf({ ids, onChange }: SpacesOfProps) {
  const spaces = useSpaces().data?.items ?? [];
  const picked = ids.map((id) => ({ id, name: spaces.find((space) => space.id === id)?.name ?? id }));
  return (
    <Picker
      label="Spaces of the space administrator"
      source={spacesSource}
      picked={picked}
      onChange={(next) => onChange(next.map(({ id }) => id))}
    />
  );
}
