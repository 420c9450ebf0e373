import { csvLine, type Queryable } from '@lanyard/kernel';
import { listGroupRows, type GroupsWanted } from '../pg/group-list.ts';

const PAGE = 200;

/** All groups that are asked for as a CSV file, page by page. */
export async function* groupsCsv(on: Queryable, wanted: GroupsWanted): AsyncGenerator<string> {
  yield csvLine(['name', 'members', 'origin', 'createdAt']);
  for (let afterId: string | null = null; ;) {
    const rows = await listGroupRows(on, wanted, { descending: false, afterId, limit: PAGE });
    yield rows.map((row) => csvLine([row.name, row.members, row.origin, row.created_at.toISOString()])).join('');
    afterId = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return;
  }
}
