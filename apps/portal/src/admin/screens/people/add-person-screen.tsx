import { newPerson, personDetail } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useWrite } from '../../api/use-write.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useToast } from '../../parts/undo-toast.tsx';

export function AddPersonScreen() {
  const { history } = useRouter();
  const toast = useToast();
  const add = useWrite(personDetail, ({ displayName }) => toast({ text: `${displayName} was added.` }));
  return (
    <>
      <ScreenHead title="Add a person" of={{ title: 'People', path: '/admin/people' }} />
      <SchemaForm
        name="person"
        schema={newPerson}
        verb="Add"
        save={(person) => add.mutateAsync({ method: 'POST', path: 'people', body: person })}
        onSaved={({ id }) => history.push(`/admin/people/${id}`)}
        onCancel={() => history.push('/admin/people')}
      />
    </>
  );
}
