import { adminLinkInput, adminLinkView, firstAdministratorInput, sessionView } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import { lookAtLink, redeemLink } from '../link/redeem-link.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { portalOriginOf } from '../session/same-origin.ts';
import type { SessionDoor } from './session-door.ts';

/** /api/admin/first: the way in of whoever has a link from the console. */
export function firstRoutes(app: Http, ports: SigninPorts, config: SigninConfig, door: SessionDoor): void {
  app.post(
    '/api/admin/first/look',
    { config: { permission: 'public' }, schema: { body: adminLinkInput, response: { 200: adminLinkView } } },
    async (request, reply) => {
      portalOriginOf(request, config.portalOrigins);
      void reply.header('cache-control', 'no-store');
      return lookAtLink(ports, config, { token: request.body.token, ip: request.ip });
    },
  );
  app.post(
    '/api/admin/first',
    { config: { permission: 'public' }, schema: { body: firstAdministratorInput, response: { 200: sessionView } } },
    async (request, reply) => {
      portalOriginOf(request, config.portalOrigins);
      return door.open(request, reply, await redeemLink(ports, config, { ...request.body, ...door.asked(request) }));
    },
  );
}
