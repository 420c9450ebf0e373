import type { BulkArea, Dashboard } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import { choose } from './pg/choose.ts';
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
  /** What of a list is chosen for an act, by ids or by the list's filter, as far as the caller may see it. */
  choose(
    area: BulkArea,
    choice: { readonly ids: readonly string[] } | { readonly filter: Readonly<Record<string, string>> },
    limits: { readonly spaces: readonly string[] | null; readonly most: number },
  ): Promise<readonly { readonly id: string; readonly state: string }[]>;
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
    choose: (area, choice, limits) => choose(ports, area, choice, limits),
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
