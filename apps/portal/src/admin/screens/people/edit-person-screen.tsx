import type { PersonChange, PersonDetail } from '@lanyard/contract';
import { consequences, personChange, personDetail, personFacts } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Note } from '../../../parts/note.tsx';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { Consequences } from '../../parts/consequences.tsx';
import type { Edited } from '../../parts/form/use-schema-form.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useParam } from '../../state/use-address.ts';
import { originTitles } from '../../words/person-words.ts';

export function EditPersonScreen() {
  const id = useParam('id');
  const person = useQuery(adminQuery(personDetail, pathOf('people', id)));
  return (
    <>
      <ScreenHead
        title={person.data === undefined ? 'Change a person' : `Change ${person.data.displayName}`}
        of={{ title: person.data?.displayName ?? 'People', path: `/admin/people/${id}` }}
      />
      <Loaded query={person}>{(data) => <EditForm key={data.id} person={data} />}</Loaded>
    </>
  );
}

/** Somebody that another system looks after is changed here only by taking over. */
const changeOfOthers = personFacts.extend({ takeOver: personChange.shape.takeOver });

function EditForm({ person }: { readonly person: PersonDetail }) {
  const { id, origin } = person;
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('people', id);
  const own = origin === 'hand';
  const schema = useMemo(() => (own ? personFacts : changeOfOthers), [own]);
  const change = useWrite(personDetail, ({ displayName }) => toast({ text: `${displayName} was changed.` }));
  return (
    <>
      {!own && (
        <Note tone="waiting" title={`${originTitles[origin]} looks after this person.`}>
          <p>Change it there; or tick "Take over by hand", and it is changed here from then on.</p>
        </Note>
      )}
      <SchemaForm
        name="person"
        schema={schema}
        from={editedOf(person)}
        save={(body, version) =>
          change.mutateAsync({ method: 'PATCH', path, body, ...(version === undefined ? {} : { version }) })
        }
        onSaved={() => history.push(`/admin/people/${id}`)}
        onCancel={() => history.push(`/admin/people/${id}`)}
        reload={async () => editedOf(await adminCall(personDetail, 'GET', path))}
        preview={(body) => previewOf(path, body)}
      />
    </>
  );
}

const editedOf = ({ userName, upn, email, displayName, givenName, surname, version }: PersonDetail): Edited => ({
  value: { userName, upn, email, displayName, givenName, surname },
  version,
});

async function previewOf(path: string, body: PersonChange) {
  const found = await adminCall(consequences, 'POST', `${path}/preview`, body);
  return <Consequences items={found.consequences} />;
}
