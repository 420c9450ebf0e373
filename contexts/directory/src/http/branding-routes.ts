import { logoInput, logoKept } from '@lanyard/contract';
import { actorOf, LanyardError, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { keepLogo } from '../branding/keep-logo.ts';
import { findLogo } from '../pg/logos.ts';
import type { DirectoryPorts } from '../ports.ts';

const params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** POST /api/admin/branding/logo: the picture first, then the setting "branding" names it. */
export function brandingRoutes(app: Http, ports: DirectoryPorts): void {
  app.post(
    '/api/admin/branding/logo',
    {
      config: { permission: 'admin.settings.write' },
      bodyLimit: 262_144,
      schema: { body: logoInput, response: { 201: logoKept } },
    },
    async (request, reply) => {
      const octets = Buffer.from(request.body.content, 'base64');
      return reply.code(201).send(await ports.db.tx((tx) => keepLogo(ports, tx, octets, actorOf(request))));
    },
  );
}

/**
 * Serves logos by their hash, which never change. Opened by itself an SVG may do nothing.
 * @param path of the interface that it is added to
 */
export function logoRoute(app: Http, { db }: DirectoryPorts, path: string): void {
  app.get(`${path}/logo/:sha256`, { config: { permission: 'public' }, schema: { params } }, async (request, reply) => {
    const logo = await findLogo(db.pool, request.params.sha256);
    if (logo === null) throw new LanyardError('not_found');
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .type(logo.mediaType)
      .send(logo.octets);
  });
}
