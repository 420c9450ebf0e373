import type { Credentials } from './credentials.ts';
import { MASS_REVOCATION } from './bulk/mass-revocation.ts';
import { beginApproved } from './bulk/start-bulk.ts';
import { BULK_JOB, resumeBulks, workBulk } from './bulk/work-bulk.ts';
import { credentialsConfigured } from './configured.ts';
import { endDevice, endForDevice } from './end-device.ts';
import { personChanged } from './person-changed.ts';
import { expireDue } from './expire-due.ts';
import { forDevice } from './for-device.ts';
import { adminRoutes } from './http/admin-routes.ts';
import { deviceRoutes } from './http/device-routes.ts';
import { portalRoutes } from './http/portal-routes.ts';
import { providerRoutes } from './http/provider-routes.ts';
import { newestPrimaries } from './pg/newest-primaries.ts';
import { findPrimary } from './pg/primaries.ts';
import type { CredentialsConfig, CredentialsParts, CredentialsPorts } from './ports.ts';
import { primariesChanged, RECHECK_NOW } from './primaries-changed.ts';
import { holdOtherProvider } from './pg/providers.ts';
import { enabledProviders, providerOf } from './providers/provider-of.ts';
import { provePrimary, sha256Of } from './prove-primary.ts';
import { recheckPrimaries } from './recheck-primaries.ts';

export type { Credentials, DeviceEnd } from './credentials.ts';
export type {
  ApprovalsPort,
  ChosenObject,
  ChosenPort,
  CertificateOrder,
  CredentialsConfig,
  CredentialsPorts,
  DirectoryPort,
  FleetDevice,
  FleetPort,
  IssuedCertificate,
  IssuerPort,
  NoticesPort,
  PrimaryStatus,
} from './ports.ts';
export type { ChosenProvider } from './providers/provider-of.ts';
export { CREDENTIAL_STEPS, type CredentialStep } from './steps.ts';

export function createCredentials(ports: CredentialsPorts, config: CredentialsConfig): Credentials {
  const parts: CredentialsParts = { ...ports, config };
  parts.approvals.on(MASS_REVOCATION, beginApproved(parts));
  return {
    provePrimary: (tx, proof) => provePrimary(parts, tx, proof),
    isPrimaryOf: async (personId, certificate) =>
      (await findPrimary(ports.db.pool, personId, sha256Of(certificate))) !== null,
    newestPrimaries: (personIds) => newestPrimaries(ports.db.pool, personIds),
    forDevice: (deviceId, personId) => forDevice(parts, deviceId, personId),
    personChanged: (personId) => personChanged(parts, personId),
    endDevice: async (tx, device, end, { actor, correlationId, reason }) => {
      await parts.approvals.alone(tx, 'credentials.mass-revocation', actor);
      return endDevice(parts, tx, device, end, actor, correlationId, reason);
    },
    endForDevice: (tx, deviceId, why) => endForDevice(parts, tx, deviceId, why, { kind: 'system', part: 'fleet' }),
    primariesChanged: (tx, sha256s) => primariesChanged(parts, tx, sha256s),
    recheckPrimaries: () => recheckPrimaries(parts),
    expireDue: () => expireDue(parts),
    providerOf: (portal) => providerOf(ports.db.pool, portal),
    enabledProviders: (on = ports.db.pool) => enabledProviders(on),
    hasOtherProvider: (id, on) => holdOtherProvider(on, id),
    configured: credentialsConfigured(ports),
    routes: {
      admin: (app) => adminRoutes(parts, app),
      portal: (app) => portalRoutes(parts, app),
      device: (app) => deviceRoutes(parts, app),
      providers: (app) => providerRoutes(ports, app),
    },
    async work(jobs) {
      await jobs.work(BULK_JOB, ({ bulkId }: { bulkId: string }) => workBulk(parts, bulkId));
      await jobs.schedule('credentials.resume-bulks', '* * * * *', () => resumeBulks(parts));
      await jobs.schedule('credentials.expire', '* * * * *', async () => void (await expireDue(parts)));
      await jobs.schedule('credentials.recheck', '*/10 * * * *', async () => void (await recheckPrimaries(parts)));
      await jobs.work(RECHECK_NOW, async () => void (await recheckPrimaries(parts)));
    },
  };
}
