import { dashboard } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import { dashboardReader } from '../dashboard/dashboard.ts';
import type { OverviewPorts } from '../ports.ts';

/** GET /api/admin/dashboard: how the whole installation does. */
export function dashboardRoute(app: Http, ports: OverviewPorts): void {
  const read = dashboardReader(ports);
  app.get(
    '/api/admin/dashboard',
    { config: { permission: 'admin.overview.read' }, schema: { response: { 200: dashboard } } },
    () => read(),
  );
}
