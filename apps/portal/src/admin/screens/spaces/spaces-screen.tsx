import type { SpaceView } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useSpaces } from '../../parts/scope-fields.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { atMost } from './at-most.ts';

const columns: readonly Column<SpaceView>[] = [
  { key: 'name', title: 'Space', cell: ({ name }) => name },
  { key: 'rank', title: 'Rank', cell: ({ rank, isDefault }) => (isDefault ? 'after all others' : rank), number: true },
  { key: 'devices', title: 'Devices', cell: ({ devices }) => atMost(devices), number: true },
  { key: 'groups', title: 'Claims devices of', cell: claimsOf },
];

function claimsOf({ isDefault, userGroups, deviceGroups }: SpaceView): string {
  if (isDefault) return 'whatever no other space claims';
  const words = [
    userGroups.length > 0 ? `${userGroups.length} user groups` : '',
    deviceGroups.length > 0 ? `${deviceGroups.length} device groups` : '',
  ].filter((part) => part !== '');
  return words.length === 0 ? 'nobody yet' : words.join(', ');
}

/** "Settings > Spaces": parts of the fleet with administrators of their own. */
export function SpacesScreen() {
  const found = useSpaces();
  const add = useAllowed('installation.write') && (
    <Link to="/admin/spaces/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="Spaces" acts={add} />
      <p className="lead">
        A space is a part of the fleet with administrators of its own: what they configure reaches its devices alone.
        Without others, everything is in the default one.
      </p>
      <Loaded query={found}>
        {({ items }) => (
          <Table
            caption="Spaces"
            rows={items}
            columns={columns}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            link={({ id }) => `/admin/spaces/${id}`}
          />
        )}
      </Loaded>
    </>
  );
}
