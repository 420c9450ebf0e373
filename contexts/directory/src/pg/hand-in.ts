import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import { SIGN_IN_KINDS } from './role-holders.ts';

/** What makes somebody an administrator, or decides whose card is theirs. */
const ACTS = ['person.added', 'person.changed', 'roles.changed', 'group.joined', 'group.left'];

/** Whether one person, alone and since then, had a hand in who another is here, or in how people sign in. */
export async function hadHandIn(
  on: Queryable,
  { personId, by, since }: { readonly personId: string; readonly by: string; readonly since: Date },
): Promise<boolean> {
  const { rows } = await sql`
    (select 1 from kernel.audit where person_id = ${personId} and at > ${since} and act = any(${ACTS}::text[])
      and actor ->> 'personId' = ${by} and actor ->> 'kind' in ('person', 'token') limit 1)
    union all
    (select 1 from directory.setting_history where kind = any(${SIGN_IN_KINDS}::text[]) and at > ${since}
      and by ->> 'personId' = ${by} and by ->> 'kind' in ('person', 'token') limit 1)`.execute(on);
  return rows.length > 0;
}
