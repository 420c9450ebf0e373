import type { SpaceView } from '@lanyard/contract';
import { spaceInput, spaceView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { NoSuchAdminScreen } from '../../frame/no-such-screen.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { FieldProps, Renderers } from '../../parts/form/form-context.ts';
import type { Edited } from '../../parts/form/schema-form.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { GroupsField } from '../../parts/groups-field.tsx';
import { IdsField } from '../../parts/ids-field.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { deviceGroupsSource } from '../../parts/picker.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useSpaces } from '../../parts/scope-fields.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { atMost } from './at-most.ts';

const list = { title: 'Spaces', path: '/admin/spaces' };
const spaceList = z.object({ items: z.array(spaceView) });

const renderers: Renderers = {
  userGroups: (props: FieldProps) => <GroupsField {...props} />,
  deviceGroups: (props: FieldProps) => <IdsField {...props} source={deviceGroupsSource} />,
};

/** One space, or a new one. */
export function SpaceScreen() {
  const id = useParam('id');
  const found = useSpaces();
  if (id === 'new')
    return (
      <>
        <ScreenHead title="Add a space" of={list} />
        <SpaceForm space={null} />
      </>
    );
  return (
    <Loaded query={found}>
      {({ items }) => {
        const space = items.find((each) => each.id === id);
        return space === undefined ? <NoSuchAdminScreen /> : <OldSpace key={space.id} space={space} />;
      }}
    </Loaded>
  );
}

function OldSpace({ space }: { readonly space: SpaceView }) {
  const mayWrite = useAllowed('installation.write');
  return (
    <>
      <ScreenHead title={space.name} of={list} acts={mayWrite && !space.isDefault && <DeleteSpace space={space} />} />
      <p className="lead">
        {space.isDefault
          ? 'It has every device that no other space claims, comes after all others, and cannot be deleted.'
          : `It has ${atMost(space.devices)} devices now.`}
      </p>
      <SpaceForm space={space} />
    </>
  );
}

function SpaceForm({ space }: { readonly space: SpaceView | null }) {
  const { history } = useRouter();
  const toast = useToast();
  const path = space === null ? 'spaces' : pathOf('spaces', space.id);
  const write = useWrite(spaceList, () => toast({ text: 'The space was saved. Devices move at their next check-in.' }));
  const leave = (): void => history.push(list.path);
  const isDefault = space?.isDefault === true;
  return (
    <SchemaForm
      name="space"
      schema={isDefault ? spaceInput.pick({ name: true }) : spaceInput}
      renderers={renderers}
      readOnly={!useAllowed('installation.write')}
      verb={space === null ? 'Add' : 'Save'}
      save={(body, version) =>
        write.mutateAsync({
          method: space === null ? 'POST' : 'PUT',
          path,
          body,
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={leave}
      onCancel={leave}
      {...(space === null
        ? {}
        : {
            from: editedOf(space),
            reload: async () => {
              const { items } = await adminCall(spaceList, 'GET', 'spaces');
              return editedOf(items.find(({ id }) => id === space.id) ?? space);
            },
          })}
    />
  );
}

const editedOf = ({ name, rank, userGroups, deviceGroups, isDefault, version }: SpaceView): Edited => ({
  value: isDefault ? { name } : { name, rank, userGroups, deviceGroups },
  version,
});

function DeleteSpace({ space: { id, name, version, devices } }: { readonly space: SpaceView }) {
  const [asked, ask] = useState(false);
  const { history } = useRouter();
  const toast = useToast();
  const end = useWrite(spaceList, () => {
    toast({ text: `${name} was deleted. Its devices belong to the spaces that claim them next.` });
    history.push(list.path);
  }, ['configurations', 'apps']);
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Delete
      </Button>
      {asked && (
        <ConfirmAct
          title={`Delete the space ${name}?`}
          verb="Delete space"
          {...(devices > 10 ? { type: name } : {})}
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate({ method: 'DELETE', path: pathOf('spaces', id), version })}
          onClose={() => ask(false)}
        >
          <p>
            {atMost(devices)} devices go to the space that claims them next, or to the default one, and lose what only
            this space gives. Its administrators lose their view of them. This cannot be undone.
          </p>
        </ConfirmAct>
      )}
    </>
  );
}
