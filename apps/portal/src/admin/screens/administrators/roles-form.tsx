import type { AdministratorView, RolesPreview, Submitted } from '@lanyard/contract';
import { administratorView, errorCatalogue, rolesInput, rolesPreview, submitted } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { Note } from '../../../parts/note.tsx';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { permissionWords } from '../../words/permission-words.ts';
import { RolesField } from './roles-field.tsx';

interface RolesFormProps {
  readonly administrator: AdministratorView;
  readonly readOnly: boolean;
}

/** Gives and takes roles, after a look at what the person gains and loses. */
export function RolesForm({ administrator, readOnly }: RolesFormProps) {
  const { personId, displayName } = administrator;
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('administrators', personId);
  const write = useWrite(submitted, (answer) => toast({ text: outcomeWords(answer, displayName) }), [
    'people',
    'approvals',
  ]);
  return (
    <SchemaForm
      name="roles"
      schema={rolesInput}
      from={editedOf(administrator)}
      readOnly={readOnly}
      renderers={{ roles: (props) => <RolesField {...props} /> }}
      save={(body, version) =>
        write.mutateAsync({ method: 'PUT', path, body, ...(version === undefined ? {} : { version }) })
      }
      onSaved={() => history.push('/admin/administrators')}
      onCancel={() => history.push('/admin/administrators')}
      reload={async () => editedOf(await adminCall(administratorView, 'GET', path))}
      preview={async (body) => previewWords(await adminCall(rolesPreview, 'POST', `${path}/preview`, body))}
    />
  );
}

const editedOf = ({ roles, version }: AdministratorView): Edited => ({
  value: { roles: roles.map(({ role, spaces }) => ({ role, spaces })) },
  version,
});

const outcomeWords = ({ state }: Submitted, name: string): string =>
  state === 'done' ? `The roles of ${name} were changed.` : 'It waits for a second person, under Approvals.';

function previewWords({ gains, loses, refused, self }: RolesPreview) {
  return (
    <>
      {refused !== null && (
        <Note tone="attention" title={errorCatalogue[refused].title}>
          <p>{errorCatalogue[refused].next}</p>
        </Note>
      )}
      {self && <Note tone="attention" title="You change what you may do yourself." />}
      <p>
        {gains.length === 0 ? 'Nothing more is allowed than today.' : `Allowed from now on: ${permissionWords(gains)}.`}
      </p>
      <p>{loses.length === 0 ? 'Nothing is taken away.' : `No longer allowed: ${permissionWords(loses)}.`}</p>
    </>
  );
}
