import {
  commonPlaceholders,
  invitationInput,
  invitationPage,
  invitationPreview,
  invitationQuery,
  invitationView,
  language,
  mailPreview,
  textFacts,
  textInput,
  textKind,
  textKinds,
  textList,
  textView,
  uuid,
  type InvitationView,
  type TextKind,
  type TextView,
} from '@lanyard/contract';
import {
  actorOf,
  adminOf,
  expectedVersion,
  LanyardError,
  requireAllSpaces,
  sendVersion,
  type Http,
} from '@lanyard/kernel';
import { z } from 'zod';
import { fill } from '../compose-mail.ts';
import { startInvitation } from '../invite.ts';
import { countDelivered, findInvitation, listInvitations, type InvitationRow } from '../pg/invitations.ts';
import { findLanguages, findTextFor } from '../pg/texts.ts';
import type { NoticesConfig, NoticesPorts } from '../ports.ts';
import { previewInvitation } from '../preview-invitation.ts';
import { checkText, resetText, saveText } from '../save-text.ts';
import { builtInTexts } from '../texts.ts';

const read = { permission: 'admin.settings.read' } as const;
const write = { permission: 'admin.settings.write' } as const;
const ofText = z.object({ kind: textKind, language });

/** /api/admin/notices/texts and /api/admin/invitations */
export function noticeRoutes(app: Http, ports: NoticesPorts, config: NoticesConfig): void {
  textRoutes(app, ports, config);
  invitationRoutes(app, ports, config);
}

function textRoutes(app: Http, ports: NoticesPorts, config: NoticesConfig): void {
  const { db } = ports;
  app.get('/api/admin/notices/texts', { config: read, schema: { response: { 200: textList } } }, async () => {
    const own = await findLanguages(db.pool);
    return {
      items: textKinds.map((kind) => ({
        kind,
        title: textFacts[kind].title,
        description: textFacts[kind].description,
        languages: own.filter((row) => row.kind === kind).map((row) => row.language),
      })),
    };
  });
  app.get(
    '/api/admin/notices/texts/:kind/:language',
    { config: read, schema: { params: ofText, response: { 200: textView } } },
    async ({ params }, reply) => {
      const view = await viewOfText(ports, params);
      sendVersion(reply, view.version);
      return view;
    },
  );
  app.put(
    '/api/admin/notices/texts/:kind/:language',
    { config: write, schema: { params: ofText, body: textInput, response: { 200: textView } } },
    async (request, reply) => {
      const target = { ...request.params, expected: expectedVersion(request) };
      await db.tx((tx) => saveText(ports, tx, target, request.body, actorOf(request)));
      const view = await viewOfText(ports, request.params);
      sendVersion(reply, view.version);
      return view;
    },
  );
  app.delete(
    '/api/admin/notices/texts/:kind/:language',
    { config: write, schema: { params: ofText } },
    async (request, reply) => {
      const target = { ...request.params, expected: expectedVersion(request) };
      await db.tx((tx) => resetText(ports, tx, target, actorOf(request)));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/admin/notices/texts/:kind/:language/preview',
    { config: read, schema: { params: ofText, body: textInput, response: { 200: mailPreview } } },
    async ({ params: { kind }, body }) => {
      checkText(kind, body);
      return { to: 'ada.vega@agency.example', ...(await fill(ports, config, body, sample, 'Ada Vega')) };
    },
  );
}

/** What stands for the facts in a preview. */
const sample = {
  deviceName: "Ada's phone",
  credentialName: 'Work',
  reason: 'the smart card was revoked',
  button: 'Request PIN and Derived Credential',
  providerName: 'Lanyard',
  steps: '1. Sign in to the self-service portal with your smart card.\n2. …',
};

function invitationRoutes(app: Http, ports: NoticesPorts, config: NoticesConfig): void {
  const { pool } = ports.db;
  const people = { permission: 'admin.people.write' } as const;
  app.post(
    '/api/admin/invitations',
    { config: people, schema: { body: invitationInput, response: { 202: invitationView } } },
    async (request, reply) => {
      const id = await startInvitation(ports, request.body, actorOf(request));
      return reply.code(202).send(await viewOfInvitation(ports, id));
    },
  );
  app.post(
    '/api/admin/invitations/preview',
    { config: people, schema: { body: invitationInput, response: { 200: invitationPreview } } },
    (request) => previewInvitation(ports, config, request.body),
  );
  const readPeople = { permission: 'admin.people.read' } as const;
  app.get(
    '/api/admin/invitations',
    { config: readPeople, schema: { querystring: invitationQuery, response: { 200: invitationPage } } },
    async (request) => {
      requireAllSpaces(adminOf(request));
      const { after, limit } = request.query;
      const rows = await listInvitations(pool, readCursor(after), limit + 1);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map((row) => invitationOf(row, row.delivered)),
        next: rows.length > limit && last ? `${last.startedAt.toISOString()} ${last.id}` : null,
      };
    },
  );
  app.get(
    '/api/admin/invitations/:id',
    { config: readPeople, schema: { params: z.object({ id: uuid }), response: { 200: invitationView } } },
    (request) => {
      requireAllSpaces(adminOf(request));
      return viewOfInvitation(ports, request.params.id);
    },
  );
}

function readCursor(after: string | undefined): { startedAt: Date; id: string } | null {
  if (after === undefined) return null;
  const [at = '', id = ''] = after.split(' ');
  if (Number.isNaN(Date.parse(at)) || !uuid.safeParse(id).success)
    throw new LanyardError('input_invalid', { fields: [{ field: 'after', message: 'is no place in this list' }] });
  return { startedAt: new Date(at), id };
}

async function viewOfInvitation({ db }: NoticesPorts, id: string): Promise<InvitationView> {
  const row = await findInvitation(db.pool, id);
  if (row === null) throw new LanyardError('not_found', { invitation: id });
  return invitationOf(row, await countDelivered(db.pool, id));
}

const invitationOf = ({ id, name, state, startedAt, endedAt, invited, skipped }: InvitationRow, delivered: number) => ({
  id,
  to: name,
  state,
  startedAt: startedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
  invited,
  delivered,
  skipped,
});

async function viewOfText(
  { db }: NoticesPorts,
  { kind, language: of }: { readonly kind: TextKind; readonly language: string },
): Promise<TextView> {
  const own = await findTextFor(db.pool, kind, [of]);
  const { subject, body } = own ?? builtInTexts[kind];
  const { needed, placeholders } = textFacts[kind];
  return {
    kind,
    language: of,
    subject,
    body,
    version: own?.version ?? 0,
    builtIn: own === null,
    placeholders: Object.entries({ ...commonPlaceholders, ...placeholders }).map(([name, meaning]) => ({
      name,
      meaning,
      needed: needed.includes(name),
    })),
    changedAt: own?.changedAt.toISOString() ?? null,
  };
}
