import {
  type ApprovalQuery,
  approvalQuery,
  approvalsSetting,
  approvalView,
  decisionInput,
  type ListPage,
  listPage,
  type ListedApproval,
  listedApproval,
  reasonInput,
  submitted,
  uuid,
} from '@lanyard/contract';
import {
  type AdminCaller,
  actorOf,
  adminOf,
  callerMay,
  csvPages,
  type Http,
  LanyardError,
  sendCsv,
  sessionOf,
  wantsCsv,
} from '@lanyard/kernel';
import { z } from 'zod';
import { CHANGE_APPROVALS } from '../approvals/change-approvals.ts';
import type { Approvals } from '../approvals/create-approvals.ts';
import { decide, notBy, withdraw } from '../approvals/decide.ts';
import { findApproval, type ListedRow, listApprovals } from '../pg/approvals.ts';
import type { DirectoryPorts } from '../ports.ts';

const read = { permission: 'admin.overview.read' } as const;
const params = z.strictObject({ id: uuid });

/** /api/admin/approvals: what waits for a second person. */
export function approvalRoutes(app: Http, ports: DirectoryPorts, approvals: Approvals): void {
  const { db, clock } = ports;
  app.get(
    '/api/admin/approvals',
    { config: read, schema: { querystring: approvalQuery, response: { 200: listPage(listedApproval) } } },
    async (request, reply) => {
      const caller = adminOf(request);
      const page = (query: ApprovalQuery) => pageOf(ports, query, caller);
      if (!wantsCsv(request.headers.accept)) return page(request.query);
      const lines = csvPages(columns, (after) => page({ ...request.query, after, limit: CSV_PAGE }), cellsOf);
      return sendCsv(reply, 'approvals.csv', lines);
    },
  );
  app.get(
    '/api/admin/approvals/:id',
    { config: read, schema: { params, response: { 200: approvalView } } },
    async (request) => {
      const caller = adminOf(request);
      const found = await findApproval(db.pool, request.params.id);
      if (found === null || !(seesAll(caller) || found.askedBy === caller.personId))
        throw new LanyardError('not_found');
      const view = listedOf(found, caller, clock.now());
      const notByYou = view.mayDecide && caller.kind === 'session' ? await notBy(db.pool, caller, found) : null;
      return { ...view, input: found.input, notByYou };
    },
  );
  app.post(
    '/api/admin/approvals/:id/decision',
    { config: { permission: 'admin.approvals.decide' }, schema: { params, body: decisionInput } },
    async (request, reply) => {
      if (request.caller.kind === 'token') throw new LanyardError('token_not_for_this');
      await decide(ports, sessionOf(request), request.params.id, request.body);
      return reply.code(204).send();
    },
  );
  app.delete('/api/admin/approvals/:id', { config: read, schema: { params } }, async (request, reply) => {
    if (request.caller.kind === 'token') throw new LanyardError('token_not_for_this');
    await withdraw(ports, sessionOf(request), request.params.id);
    return reply.code(204).send();
  });
  app.put(
    '/api/admin/approvals/setting',
    {
      config: { permission: 'admin.settings.write' },
      schema: { body: approvalsSetting.extend(reasonInput.shape), response: { 200: submitted, 202: submitted } },
    },
    async (request, reply) => {
      const { reason, ...input } = request.body;
      const by = { actor: actorOf(request), personId: adminOf(request).personId };
      const answer = await approvals.submit(CHANGE_APPROVALS, { input, reason, by });
      return reply.code(answer.state === 'done' ? 200 : 202).send(answer);
    },
  );
}

const CSV_PAGE = 200;
const columns = [
  'act',
  'summary',
  'reason',
  'state',
  'askedBy',
  'askedAt',
  'decidedBy',
  'decidedAt',
  'decisionReason',
] as const;
const cellsOf = ({ act, summary, reason, state, asked, decided }: ListedApproval) => [
  act,
  summary,
  reason,
  state,
  asked.displayName,
  asked.at,
  decided?.displayName ?? null,
  decided?.at ?? null,
  decided?.reason ?? null,
];

async function pageOf(
  { db, clock }: DirectoryPorts,
  { limit, ...query }: ApprovalQuery,
  caller: AdminCaller,
): Promise<ListPage<ListedApproval>> {
  const wanted = { ...query, limit: limit + 1, askedBy: seesAll(caller) ? null : caller.personId };
  const { rows, count, atLeast } = await listApprovals(db.pool, wanted, clock.now());
  const items = rows.slice(0, limit).map((row) => listedOf(row, caller, clock.now()));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, total: { count, atLeast } };
}

/** Who decides, and who reads the audit log anyway. */
const seesAll = (caller: AdminCaller): boolean =>
  callerMay(caller, 'approvals.decide') || callerMay(caller, 'audit.read');

function listedOf(row: ListedRow, caller: AdminCaller, now: Date): ListedApproval {
  const { id, act, summary, reason, askedBy, askedAt, until, decidedBy, decidedAt, decisionReason } = row;
  const state = row.state === 'pending' && until <= now ? 'expired' : row.state;
  const mine = askedBy === caller.personId;
  return {
    id,
    act,
    summary,
    reason,
    state,
    asked: { personId: askedBy, displayName: row.asker ?? askedBy, at: askedAt.toISOString() },
    until: until.toISOString(),
    decided:
      decidedBy === null || decidedAt === null
        ? null
        : {
            personId: decidedBy,
            displayName: row.decider ?? decidedBy,
            at: decidedAt.toISOString(),
            reason: decisionReason ?? '',
          },
    doneAt: row.doneAt?.toISOString() ?? null,
    failure: row.failure,
    mayDecide: state === 'pending' && !mine && caller.kind === 'session' && callerMay(caller, 'approvals.decide'),
  };
}
