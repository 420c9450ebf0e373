import type { PersonRow, PersonState } from '@lanyard/contract';
import { personDetail } from '@lanyard/contract';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import type { BulkAct } from '../../parts/bulk-bar.tsx';

/** What can be done with many people at once. */
export function usePersonBulk(): readonly BulkAct<PersonRow>[] {
  return [
    {
      title: 'Suspend',
      warn: (rows) =>
        `Every credential of ${rows.length === 1 ? 'this person' : `these ${rows.length} people`} stops working until they are made active again.`,
      run: ({ id }) => changeState(id, 'suspended'),
    },
    { title: 'Make active', run: ({ id }) => changeState(id, 'active') },
  ];
}

/** Rows carry no version, so it is read first; a change in between is a conflict and is reported for that row. */
async function changeState(id: string, state: PersonState): Promise<void> {
  const { version } = await adminCall(personDetail, 'GET', pathOf('people', id));
  const body = { state, reason: 'Changed together with others in the list of people' };
  await adminCall(personDetail, 'POST', pathOf('people', id, 'state'), body, version);
}
