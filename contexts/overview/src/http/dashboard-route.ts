import { dashboard, type Dashboard } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';

/** GET /api/admin/dashboard: how the whole installation does. */
export function dashboardRoute(app: Http, read: () => Promise<Dashboard>): void {
  app.get(
    '/api/admin/dashboard',
    { config: { permission: 'admin.overview.read' }, schema: { response: { 200: dashboard } } },
    () => read(),
  );
}
