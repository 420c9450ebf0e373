import { groupSimulation, groupSimulationQuery, simulation, simulationQuery, uuid } from '@lanyard/contract';
import { adminOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import type { GatherPorts, Phone } from '../simulate/gather.ts';
import { simulateGroup, simulatePerson } from '../simulate/simulate.ts';

const params = z.object({ id: uuid });

/** "Can this person finish?", for a person and for the first members of a group. */
export function simulationRoutes(app: Http, ports: GatherPorts): void {
  const config = { permission: 'admin.people.read' } as const;
  app.get(
    '/api/admin/people/:id/simulation',
    { config, schema: { params, querystring: simulationQuery, response: { 200: simulation } } },
    (request) => simulatePerson(ports, request.params.id, phoneOf(request.query), adminOf(request).spaces),
  );
  app.get(
    '/api/admin/groups/:id/simulation',
    { config, schema: { params, querystring: groupSimulationQuery, response: { 200: groupSimulation } } },
    (request) =>
      simulateGroup(ports, request.params.id, {
        phone: phoneOf(request.query),
        spaces: adminOf(request).spaces,
        limit: request.query.limit,
      }),
  );
}

const phoneOf = ({ platform, osVersion }: z.infer<typeof simulationQuery>): Phone => ({
  platform: platform ?? null,
  osVersion: osVersion ?? null,
});
