import {
  auditListPage,
  auditListQuery,
  certificateListPage,
  certificateListQuery,
  credentialListPage,
  credentialListQuery,
  deviceListPage,
  deviceListQuery,
  primaryListPage,
  primaryListQuery,
  requestListPage,
  requestListQuery,
  type ListQuery,
} from '@lanyard/contract';
import { adminOf, csvPages, sendCsv, wantsCsv, type Http, type Permission } from '@lanyard/kernel';
import type { ZodType } from 'zod';
import { auditList } from '../pg/lists/audit.ts';
import { certificateList } from '../pg/lists/certificates.ts';
import { credentialList } from '../pg/lists/credentials.ts';
import { deviceList } from '../pg/lists/devices.ts';
import type { ListOf } from '../pg/lists/list-of.ts';
import { primaryList } from '../pg/lists/primaries.ts';
import { requestList } from '../pg/lists/requests.ts';
import { listPage, pageOf, type ListAsk } from '../pg/walk-list.ts';
import type { OverviewPorts } from '../ports.ts';

/** Rows that an export reads at once. */
const EXPORTED = 1_000;

/** The lists of the admin interface; with `accept: text/csv` whole, as a file. */
export function listRoutes(app: Http, ports: OverviewPorts): void {
  const add = adder(app, ports);
  add('devices', 'admin.devices.read', deviceListQuery, deviceListPage, deviceList);
  add('credentials', 'admin.credentials.read', credentialListQuery, credentialListPage, credentialList);
  add('requests', 'admin.credentials.read', requestListQuery, requestListPage, requestList);
  add('primaries', 'admin.credentials.read', primaryListQuery, primaryListPage, primaryList);
  add('certificates', 'admin.credentials.read', certificateListQuery, certificateListPage, certificateList);
  add('audit', 'admin.audit.read', auditListQuery, auditListPage, auditList);
}

const adder =
  (app: Http, { db, clock }: OverviewPorts) =>
  <Query extends ListQuery, Row, Item>(
    name: string,
    permission: Permission,
    query: ZodType<Query>,
    page: ZodType,
    list: ListOf<Query, Row, Item>,
  ): void => {
    app.get(
      `/api/admin/${name}`,
      { config: { permission }, schema: { querystring: query, response: { 200: page } } },
      async (request, reply) => {
        const asked = query.parse(request.query);
        const { spaces } = adminOf(request);
        const now = clock.now();
        const ask = askOf(asked, list.sortedBy?.(asked), await list.where(asked, { on: db.pool, now, spaces }));
        if (!wantsCsv(request.headers.accept))
          return listPage(db, list.shape, ask, (row: Row) => list.itemOf(row, now));
        // A page at a time: no snapshot is held while a slow reader takes them.
        const rows = (after = ask.after) => pageOf<Row>(db.pool, list.shape, { ...ask, after, limit: EXPORTED });
        const lines = csvPages(Object.keys(list.csv), rows, (row) => cellsOf(list, row, now));
        void reply.header('cache-control', 'no-store');
        return sendCsv(reply, `${name}-${now.toISOString().slice(0, 10)}.csv`, lines);
      },
    );
  };

function askOf({ sort, after, limit }: ListQuery, otherwise: string | undefined, where: ListAsk['where']): ListAsk {
  return { where, limit, after, sort: sort ?? otherwise };
}

function cellsOf<Query, Row, Item>({ csv, itemOf }: ListOf<Query, Row, Item>, row: Row, now: Date) {
  const item = itemOf(row, now);
  return Object.values(csv).map((cell) => cell(item));
}
