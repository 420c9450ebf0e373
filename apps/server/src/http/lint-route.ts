import { lintReport } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import type { OpenContexts } from '../contexts.ts';
import { lintInstallation } from '../lint/lint-installation.ts';

/** GET /api/admin/lint: what is wrong, unwise or forgotten in all that is configured. */
export function lintRoute(contexts: OpenContexts, app: Http): void {
  app.get(
    '/api/admin/lint',
    { config: { permission: 'admin.settings.read' }, schema: { response: { 200: lintReport } } },
    () => lintInstallation(contexts),
  );
}
