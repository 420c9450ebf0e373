import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import files from '@fastify/static';
import { contentSecurityPolicy, LanyardError, type Http } from '@lanyard/kernel';

/**
 * Serves a built single-page app from `folder`: assets by their hashed names for a year, the page itself
 * always asked for anew. Unknown paths without an ending are pages of the app; anything else is not found.
 * @param apis prefixes that are never a page
 */
export async function serveWeb(app: Http, folder: string, apis: readonly string[], connect: readonly string[] = []): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const policy = contentSecurityPolicy({ connect });
  const secure = { 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin', 'permissions-policy': 'camera=(self), microphone=(), geolocation=()' };
  app.addHook('onRoute', (route) => {
    route.config = { permission: 'public', ...route.config };
  });
  await app.register(files, {
    root: folder,
    prefix: '/',
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      for (const [name, value] of Object.entries(secure)) void reply.header(name, value);
    },
  });
  const isPage = (path: string) => !apis.some((api) => path === api || path.startsWith(`${api}/`)) && !/\.[a-z0-9]+$/i.test(path);
  app.get('/*', { config: { permission: 'public' } }, async (request, reply) => {
    if (!isPage(request.url.split('?')[0] ?? '/')) throw new LanyardError('not_found');
    return reply.headers(secure).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}
