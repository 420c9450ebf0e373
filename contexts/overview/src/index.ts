import type { Http } from '@lanyard/kernel';
import { activityRoute } from './http/activity-route.ts';
import { dashboardRoute } from './http/dashboard-route.ts';
import { findingRoutes } from './http/finding-routes.ts';
import { listRoutes } from './http/list-routes.ts';
import type { OverviewPorts } from './ports.ts';

export type { OverviewPorts } from './ports.ts';

/** Reads what the others wrote, and writes nothing. */
export interface Overview {
  readonly routes: {
    portal(app: Http): void;
    /** The admin interface: lists, search, timelines, dashboard, simulation, set-up guide. */
    admin(app: Http): void;
  };
}

export function createOverview(ports: OverviewPorts): Overview {
  return {
    routes: {
      portal: (app) => activityRoute(app, ports),
      admin(app) {
        listRoutes(app, ports);
        findingRoutes(app, ports);
        dashboardRoute(app, ports);
      },
    },
  };
}
