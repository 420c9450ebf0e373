import type { LdapInput, LdapTestResult, LdapView } from '@lanyard/contract';
import { ldapInput, ldapTestResult, ldapView } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { Note } from '../../../parts/note.tsx';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { Table } from '../../parts/table.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';

/** How a directory is reached; what is typed is tried before it is saved. @param connection null for a new one */
export function ConnectionForm({ connection }: { readonly connection: LdapView | null }) {
  const { history } = useRouter();
  const toast = useToast();
  const write = useWrite(ldapView, (saved) => toast({ text: `${saved.connection.name} was saved.` }));
  const leave = (): void => history.push('/admin/ldap');
  const path = connection === null ? 'ldap' : pathOf('ldap', connection.id);
  return (
    <SchemaForm
      name="ldap"
      schema={ldapInput}
      readOnly={!useAllowed('settings.write')}
      renderers={{ password: (props) => <PasswordField {...props} /> }}
      save={(body, version) =>
        write.mutateAsync({
          method: connection === null ? 'POST' : 'PUT',
          path,
          body,
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={leave}
      onCancel={leave}
      preview={(body) => tried(body, connection?.id)}
      {...(connection === null
        ? {}
        : { from: editedOf(connection), reload: async () => editedOf(await adminCall(ldapView, 'GET', path)) })}
    />
  );
}

const editedOf = ({ connection, version }: LdapView): Edited => ({ value: { connection }, version });

async function tried(body: LdapInput, id: string | undefined) {
  const input = id === undefined ? body : { ...body, id };
  return testWords(await adminCall(ldapTestResult, 'POST', 'ldap/test', input));
}

function testWords({ reached, bound, sample, groups, problem }: LdapTestResult) {
  return (
    <>
      {problem === null ? (
        <Note tone="active" title="The directory answers, and these people were found in it." />
      ) : (
        <Note tone="attention" title={problem}>
          <p>
            {!reached
              ? 'The address did not answer.'
              : bound
                ? 'The account was let in.'
                : 'The address answered; the account was not let in.'}
          </p>
        </Note>
      )}
      {sample.length > 0 && (
        <Table
          caption="A few people of the directory"
          rows={sample}
          columns={[
            { key: 'name', title: 'Name', cell: ({ displayName }) => displayName },
            { key: 'userName', title: 'User name', cell: ({ userName }) => userName },
            { key: 'upn', title: 'UPN', cell: ({ upn }) => upn },
            { key: 'problem', title: 'What keeps them out', cell: (row) => row.problem ?? '' },
          ]}
          rowKey={({ dn }) => dn}
          rowName={({ displayName }) => displayName}
        />
      )}
      {groups.length > 0 && <p>Groups among others: {groups.join(', ')}.</p>}
      <p>Saving keeps the connection; nobody is changed before a sync.</p>
    </>
  );
}
