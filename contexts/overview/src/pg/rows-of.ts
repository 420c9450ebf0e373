import type { Queryable } from '@lanyard/kernel';
import type { RawBuilder } from 'kysely';

export const rowsOf = async <Row>(on: Queryable, query: RawBuilder<Row>): Promise<Row[]> =>
  (await query.execute(on)).rows;
