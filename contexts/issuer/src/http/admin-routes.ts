import {
  authorityKey,
  authorityList,
  authorityView,
  certificateDetail,
  fileForm,
  rollOverInput,
  sha256Hex,
  submitted,
} from '@lanyard/contract';
import { actorOf, adminOf, type AdminCaller, type Http, LanyardError, recordAudit } from '@lanyard/kernel';
import { toPem } from '@lanyard/pki';
import { z } from 'zod';
import { authorityViews } from '../admin/authority-views.ts';
import { certificateDetailOf } from '../admin/certificate-detail.ts';
import { CHANGE_AUTHORITY, newestIdOf } from '../admin/change-authority.ts';
import type { Issuer } from '../issuer.ts';
import { type IssuedRow, issuedBySha256 } from '../pg/admin-certificates.ts';
import type { AdminPort, IssuerPorts } from '../ports.ts';

type Source = Pick<Issuer, 'authorities' | 'crl' | 'publishCrl'>;

export interface AdminParts {
  readonly ports: IssuerPorts;
  readonly admin: AdminPort;
  readonly issuer: Source;
  readonly statusUrl: string;
}

const params = z.object({ id: authorityKey });
const read = { permission: 'admin.authorities.read' } as const;
const write = { permission: 'admin.authorities.write' } as const;
const BASE = '/api/admin/authorities';

/** /api/admin/authorities: their certificates, CRLs and OCSP, and their successors. */
export function authorityRoutes(parts: AdminParts, app: Http): void {
  const { ports, admin, issuer } = parts;
  app.get(BASE, { config: read, schema: { response: { 200: authorityList } } }, async () => ({
    items: await viewsOf(parts),
  }));
  app.get(`${BASE}/:id`, { config: read, schema: { params, response: { 200: authorityView } } }, ({ params: { id } }) =>
    viewOf(parts, id),
  );
  app.post(
    `${BASE}/:id/crl`,
    { config: write, schema: { params, response: { 200: authorityView } } },
    async (request) => {
      const { id } = request.params;
      await viewOf(parts, id);
      const { number } = await issuer.publishCrl(id);
      const entry = { act: 'crl.published', outcome: 'done', actor: actorOf(request), object: id } as const;
      await recordAudit(ports.db.pool, { ...entry, details: { number }, correlationId: request.id }, ports.clock.now());
      return viewOf(parts, id);
    },
  );
  app.post(
    `${BASE}/:id/roll-over`,
    { config: write, schema: { params, body: rollOverInput, response: { 200: submitted, 202: submitted } } },
    async (request, reply) => {
      const { reason, ...order } = request.body;
      const line = request.params.id;
      const input = { ...order, line, successorOf: await newestIdOf(ports.db.pool, line) };
      const by = { actor: actorOf(request), personId: adminOf(request).personId };
      const answer = await admin.approvals.submit(CHANGE_AUTHORITY, { input, reason, by });
      return reply.code(answer.state === 'done' ? 200 : 202).send(answer);
    },
  );
  fileRoutes(parts, app);
  certificateRoutes(parts, app);
}

function fileRoutes({ issuer }: AdminParts, app: Http): void {
  const schema = { params, querystring: fileForm };
  app.get(`${BASE}/:id/certificate`, { config: read, schema }, async (request, reply) => {
    const { id } = request.params;
    const found = (await issuer.authorities()).find((one) => one.id === id);
    if (found === undefined) throw new LanyardError('authority_unknown', { authority: id });
    return sendFile(reply, request.query.format, { name: id, label: 'CERTIFICATE', der: found.certificate.der });
  });
  app.get(`${BASE}/:id/crl`, { config: read, schema }, async (request, reply) => {
    const { id } = request.params;
    const crl = await issuer.crl(id);
    if (crl === null) throw new LanyardError('not_found');
    return sendFile(reply, request.query.format, { name: id, label: 'X509 CRL', der: crl.der });
  });
}

function certificateRoutes({ ports, admin }: AdminParts, app: Http): void {
  const config = { permission: 'admin.credentials.read' } as const;
  const one = z.object({ sha256: sha256Hex });
  const open = async (sha256: string, caller: AdminCaller): Promise<IssuedRow> => {
    const row = await issuedBySha256(ports.db.pool, sha256);
    if (row === null || !(await sees(admin, row, caller))) throw new LanyardError('not_found');
    return row;
  };
  app.get(
    '/api/admin/certificates/:sha256',
    { config, schema: { params: one, response: { 200: certificateDetail } } },
    async (request) => {
      const row = await open(request.params.sha256, adminOf(request));
      const person = row.personId === null ? null : await admin.person(row.personId);
      return certificateDetailOf(row, person, ports.clock.now());
    },
  );
  app.get(
    '/api/admin/certificates/:sha256/file',
    { config, schema: { params: one, querystring: fileForm } },
    async (request, reply) => {
      const { serial, der } = await open(request.params.sha256, adminOf(request));
      return sendFile(reply, request.query.format, { name: serial, label: 'CERTIFICATE', der });
    },
  );
}

/** What lies outside of the caller's spaces is not there for them. */
const sees = async (admin: AdminPort, { credentialId }: IssuedRow, { spaces }: AdminCaller): Promise<boolean> =>
  spaces === null || (credentialId !== null && (await admin.seesCredential(credentialId, spaces)));

interface File {
  readonly name: string;
  readonly label: 'CERTIFICATE' | 'X509 CRL';
  readonly der: Uint8Array;
}
interface FileReply {
  type(contentType: string): unknown;
  header(name: string, value: string): unknown;
  send(payload: never): unknown;
}

const endings = { CERTIFICATE: 'cer', 'X509 CRL': 'crl' } as const;
const types = { CERTIFICATE: 'application/pkix-cert', 'X509 CRL': 'application/pkix-crl' } as const;

function sendFile<R extends FileReply>(reply: R, format: 'pem' | 'der', { name, label, der }: File): R {
  const isPem = format === 'pem';
  reply.type(isPem ? 'application/x-pem-file' : types[label]);
  reply.header('cache-control', 'no-store');
  reply.header('content-disposition', `attachment; filename="${name}.${isPem ? 'pem' : endings[label]}"`);
  reply.send((isPem ? toPem(label, der) : Buffer.from(der)) as never); // sound: sent as it is, it has no schema
  return reply;
}

const viewsOf = async ({ ports, issuer, statusUrl }: AdminParts) =>
  authorityViews(ports, await issuer.authorities(), statusUrl);

async function viewOf(parts: AdminParts, id: string) {
  const found = (await viewsOf(parts)).find((one) => one.id === id);
  if (found === undefined) throw new LanyardError('authority_unknown', { authority: id });
  return found;
}
