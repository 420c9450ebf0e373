import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import files from '@fastify/static';
import { contentSecurityPolicy, LanyardError, type Http } from '@lanyard/kernel';

/**
 * Serves a built single-page app from `folder`: assets by their hashed names for a year, the page itself
 * always asked for anew. Unknown paths without an ending are pages of the app; anything else is not found.
 * @param apis prefixes that are never a page
 */
export async function serveWeb(
  app: Http,
  folder: string,
  apis: readonly string[],
  connect: readonly string[] = [],
): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const policy = contentSecurityPolicy({ connect });
  const secure = {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  };
  await app.register(files, { root: folder, serve: false, cacheControl: false });
  const isApi = (path: string) => apis.some((api) => path === api || path.startsWith(`${api}/`));
  app.get('/*', { config: { permission: 'public' } }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (isApi(path)) throw new LanyardError('not_found');
    void reply.headers(secure);
    if (/\.[a-z0-9]+$/i.test(path))
      return reply.header('cache-control', cacheFor(path)).sendFile(decodeURIComponent(path).slice(1));
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}

/** Names under /assets/ carry a hash of the content; everything else may change. */
const cacheFor = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
