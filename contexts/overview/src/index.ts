import type { Http } from '@lanyard/kernel';
import { activityRoute } from './http/activity-route.ts';
import type { OverviewPorts } from './ports.ts';

export type { OverviewPorts } from './ports.ts';

/** Reads what the others wrote, and writes nothing. */
export interface Overview {
  readonly routes: { portal(app: Http): void };
}

export function createOverview(ports: OverviewPorts): Overview {
  return { routes: { portal: (app) => activityRoute(app, ports) } };
}
