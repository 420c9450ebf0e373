import type { Dashboard } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import { dashboardReader } from './dashboard/dashboard.ts';
import { activityRoute } from './http/activity-route.ts';
import { dashboardRoute } from './http/dashboard-route.ts';
import { findingRoutes } from './http/finding-routes.ts';
import { guideRoute } from './http/guide-route.ts';
import { listRoutes } from './http/list-routes.ts';
import { simulationRoutes } from './http/simulation-routes.ts';
import type { OverviewPorts } from './ports.ts';

export type { AuthorityFound, OthersPort, OverviewPorts, SettingFound } from './ports.ts';

/** Reads what the others wrote, and writes nothing. */
export interface Overview {
  /** How the whole installation does; readings within five seconds are one. */
  readDashboard(): Promise<Dashboard>;
  readonly routes: {
    portal(app: Http): void;
    /** The admin interface: lists, search, timelines, dashboard, simulation, set-up guide. */
    admin(app: Http): void;
  };
}

export function createOverview(ports: OverviewPorts): Overview {
  const { db, clock, others } = ports;
  const readDashboard = dashboardReader(ports);
  return {
    readDashboard,
    routes: {
      portal: (app) => activityRoute(app, ports),
      admin(app) {
        listRoutes(app, ports);
        findingRoutes(app, ports);
        dashboardRoute(app, readDashboard);
        if (others === undefined) return;
        simulationRoutes(app, { db, clock, others });
        guideRoute(app, { db, clock, others });
      },
    },
  };
}
