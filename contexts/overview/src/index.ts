import type { Db, Http } from '@lanyard/kernel';
import { activityRoute } from './http/activity-route.ts';

export interface OverviewPorts {
  readonly db: Db;
}

/** Reads what the others wrote, and writes nothing. */
export interface Overview {
  readonly routes: { portal(app: Http): void };
}

export function createOverview(ports: OverviewPorts): Overview {
  return { routes: { portal: (app) => activityRoute(app, ports) } };
}
