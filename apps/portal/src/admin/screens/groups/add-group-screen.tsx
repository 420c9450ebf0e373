import { groupDetail, groupFacts } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useWrite } from '../../api/use-write.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';

export function AddGroupScreen() {
  const { history } = useRouter();
  const add = useWrite(groupDetail);
  return (
    <>
      <ScreenHead title="Add a user group" of={{ title: 'User Groups', path: '/admin/groups' }} />
      <SchemaForm
        name="group"
        schema={groupFacts}
        verb="Add"
        save={(group) => add.mutateAsync({ method: 'POST', path: 'groups', body: group })}
        onSaved={({ id }) => history.push(`/admin/groups/${id}`)}
        onCancel={() => history.push('/admin/groups')}
      />
    </>
  );
}
