import type { GroupSimulation } from '@lanyard/contract';
import { groupSimulation } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { numberWords } from '../../words/total-words.ts';

type Row = GroupSimulation['people'][number];

const outcomes: Readonly<Record<Row['outcome'], StateWord>> = {
  passes: { word: 'Yes', tone: 'active' },
  fails: { word: 'No', tone: 'attention' },
  unknown: { word: 'Probably', tone: 'waiting' },
};

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Name', cell: ({ displayName }) => displayName },
  { key: 'outcome', title: 'Can finish', cell: ({ outcome }) => <StateMark state={outcomes[outcome]} /> },
  { key: 'why', title: 'Why not', cell: ({ why }) => why ?? '' },
];

/** The main job, simulated for the first members of a group. */
export function GroupFinish({ id }: { readonly id: string }) {
  const found = useQuery(adminQuery(groupSimulation, pathOf('groups', id, 'simulation')));
  return (
    <Loaded query={found}>
      {({ people, looked, members }) =>
        people.length === 0 ? (
          <p>Nobody is in this group yet. Add members, then see here whether they can get a credential.</p>
        ) : (
          <>
            <p>
              {looked === members ? `All ${numberWords(members)}` : `The first ${looked} of ${numberWords(members)}`}{' '}
              members were looked at with the settings that hold for each.
            </p>
            <Table
              caption="Who of the group can get a derived credential today"
              rows={people}
              columns={columns}
              rowKey={({ personId }) => personId}
              rowName={({ displayName }) => displayName}
              link={({ personId }) => `/admin/people/${personId}`}
            />
          </>
        )
      }
    </Loaded>
  );
}
