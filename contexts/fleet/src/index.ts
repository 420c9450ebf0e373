import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SettingKind } from '@lanyard/contract';
import { days, deviceOf, type Http, type Jobs } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import { appCatalog } from './apps/apps-part.ts';
import { lintFacts } from './apps/lint-facts.ts';
import { UNDO_MS } from './configurations/delete-configuration.ts';
import { fleetConfigured } from './configured.ts';
import { markLost, retire } from './end-device.ts';
import type { Fleet } from './fleet.ts';
import { appCatalogRoutes } from './http/apps/index.ts';
import { deviceAppRoutes } from './http/apps/device-app-routes.ts';
import { adminDeviceRoutes } from './http/admin-device-routes.ts';
import { configurationRoutes } from './http/configuration-routes.ts';
import { adminDesktopRoutes, deviceDesktopRoutes, portalDesktopRoutes } from './http/desktop-routes.ts';
import { deviceGuard, idempotencyKey, pathOf } from './http/device-guard.ts';
import { bodyDigest } from './http/raw-body.ts';
import { relayNodeRoutes, relayRoutes } from './http/relay-routes.ts';
import { devicePushRoutes } from './http/push-routes.ts';
import { deviceRoutes, type RouteParts } from './http/routes.ts';
import { deviceGroupRoutes, spaceRoutes } from './http/space-routes.ts';
import { deviceUnblockRoutes, portalUnblockRoutes } from './http/unblock-routes.ts';
import { nonces } from './nonce.ts';
import { onceOnly, type Remembered } from './once-only.ts';
import { bumpGeneration, bumpSettings, findDevice, findDevicesOf } from './pg/devices.ts';
import { purgeApps } from './pg/apps.ts';
import { purgeDeleted } from './pg/configurations.ts';
import { forgetCallsBefore } from './pg/device-calls.ts';
import { endOpenPins, findRegistration } from './pg/registration-pins.ts';
import { findPeopleIn } from './pg/spaces.ts';
import { deleteDestroyedShares } from './pg/vault-shares.ts';
import type { FleetConfig, FleetParts, FleetPorts } from './ports.ts';
import { issueRegistrationPin } from './registration-pin.ts';
import { createRelay } from './relay/relay.ts';
import { audiencesNaming, RULES_CHANGED } from './scopes/device-groups.ts';
import { personChanged, refreshNext } from './scopes/refresh-scopes.ts';
import { wouldAdmit } from './would-admit.ts';

export type { Device, DeviceState } from './device.ts';
export type { Editor } from './configurations/editor.ts';
export type { Fleet, NewRegistrationPin } from './fleet.ts';
export type {
  CredentialsPort,
  DirectoryPerson,
  DirectoryPort,
  FleetConfig,
  FleetPorts,
  NoticesPort,
  PostPush,
  PushMessage,
} from './ports.ts';

/** Longer than the longest activation lasts, so that a wallet that comes back to it is still remembered. */
const REMEMBER_MS = days(7);

/** A job ends long before another takes it for dead. */
const BATCHES_A_JOB = 40;

/** Kinds of settings that a desired state holds. */
const TOLD: readonly SettingKind[] = ['wallet', 'branding'];

export function createFleet(ports: FleetPorts, config: FleetConfig): Fleet {
  const parts: FleetParts = { ...ports, config, apps: appCatalog };
  const { db, masterKey } = ports;
  const { pool } = db;
  const tokenKey = masterKey.derive('device token');
  const unblockKey = masterKey.derive('unblock response');
  const serverNonces = nonces(masterKey.derive('device nonce'));
  const devices = deviceGuard(parts, serverNonces, tokenKey);
  const relay = createRelay(parts);
  const once = <T>(
    request: FastifyRequest,
    owner: string,
    work: () => Promise<T>,
    remembered?: Remembered,
  ): Promise<T> =>
    onceOnly({ ...parts, wait }, { owner, key: idempotencyKey(request) }, digestOf(request), work, remembered);
  return {
    issueRegistrationPin: (tx, input) => issueRegistrationPin(parts, tx, input),
    wouldAdmit,
    cancelRegistrationPin: async (tx, requestId) => void (await endOpenPins(tx, { requestId }, 'cancelled')),
    cancelRegistrationPinsOf: (tx, personId) => endOpenPins(tx, { personId }, 'cancelled'),
    device: (id, on = pool) => findDevice(on, id),
    devicesOf: (personId, on = pool) => findDevicesOf(on, personId),
    peopleIn: (spaces, on = pool) => findPeopleIn(on, spaces),
    registrationFor: (requestId, on = pool) => findRegistration(on, requestId),
    markLost: (tx, deviceId) => markLost(parts, tx, deviceId),
    retire: (tx, deviceId) => retire(parts, tx, deviceId),
    touch: (tx, target) => bumpGeneration(tx, target),
    settingChanged: async (kind) => {
      if (TOLD.includes(kind)) await bumpSettings(pool);
    },
    personChanged: (personId) => personChanged(parts, personId),
    audiencesNaming: (list, id, on = pool) => audiencesNaming(parts, on, list, id),
    configured: fleetConfigured(parts),
    lintFacts: (on = pool) => lintFacts(on),
    allowNewVault: (tx, deviceId) => deleteDestroyedShares(tx, deviceId),
    guard: devices.guard,
    onceOnly: (request, work) => once(request, deviceOf(request).deviceId, work),
    routes: {
      device: (app) => {
        const own: RouteParts = { ...parts, nonces: serverNonces, tokenKey, devices, once };
        deviceRoutes(own, app);
        deviceDesktopRoutes(own, relay, app);
        devicePushRoutes(own, app);
        deviceUnblockRoutes(own, unblockKey, app);
        deviceAppRoutes(parts, app, (request) => devices.deviceOf(request));
      },
      portal: (app) => {
        portalDesktopRoutes(parts, app);
        portalUnblockRoutes(parts, unblockKey, app);
      },
      admin: (app) => adminRoutes(parts, app),
      relay: (app) => relayRoutes(relay, app),
      relayNode: (app) => relayNodeRoutes(relay, app),
    },
    openRelay: (address) => relay.open(address),
    work: async (jobs) => {
      await takePart(parts, jobs);
      await relay.work(jobs);
    },
  };
}

function adminRoutes(parts: FleetParts, app: Http): void {
  configurationRoutes(parts, app);
  appCatalogRoutes(parts, app);
  adminDeviceRoutes(parts, app);
  adminDesktopRoutes(parts, app);
  spaceRoutes(parts, app);
  deviceGroupRoutes(parts, app);
}

async function takePart(parts: FleetParts, jobs: Jobs): Promise<void> {
  const { clock, db, outbox } = parts;
  const before = (ms: number): Date => new Date(clock.now().getTime() - ms);
  await jobs.schedule('fleet.forget-calls', '17 * * * *', () => forgetCallsBefore(db.pool, before(REMEMBER_MS)));
  await jobs.schedule('fleet.purge-deleted', '37 3 * * *', async () => {
    await purgeDeleted(db.pool, before(UNDO_MS));
    await purgeApps(db.pool, before(UNDO_MS), clock.now());
  });
  await jobs.work(RULES_CHANGED, async ({ after = null }: { after?: string | null }) => {
    const next = await refreshNext(parts, after, BATCHES_A_JOB);
    if (next !== null) await outbox.send(db.pool, RULES_CHANGED, { after: next });
  });
}

/** One key names one call: its method, its address and its content. */
function digestOf(request: FastifyRequest): Uint8Array {
  return createHash('sha256')
    .update(`${request.method} ${pathOf(request)}\n`)
    .update(bodyDigest(request))
    .digest();
}
