import { randomUUID } from 'node:crypto';
import {
  UPLOAD_PART,
  type AppConfigurationView,
  type AppView,
  type DeliveredApp,
  type DeviceCredential,
  type Purpose,
} from '@lanyard/contract';
import { adminCall, made } from './admin-calls.ts';
import type { TestDevice } from './test-device.ts';
import type { World } from './world.ts';

export const identity = async (world: World, usage: string, more: object = {}) =>
  (await made(world, 'identity_certificate', { usage }, { audience: { to: 'none' }, ...more })).id;

/** An app of a store, for all, unless the content says otherwise. */
export async function madeApp(world: World, more: object = {}): Promise<AppView> {
  const content = {
    name: `App ${randomUUID()}`,
    category: 'Work',
    platform: 'ios',
    kind: 'web-at-work',
    identifier: `gov.agency.a${randomUUID()}`,
    appConnect: true,
    audience: { to: 'all' },
    allSpaces: true,
  };
  const { status, body } = await adminCall(world, 'POST', 'apps', { ...content, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body as unknown as AppView;
}

export async function madeAppConfiguration(world: World, appId: string, value: object, more: object = {}) {
  const content = { name: `configuration ${randomUUID()}`, value, ...more };
  const { status, body } = await adminCall(world, 'POST', `apps/${appId}/configurations`, content);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body as unknown as AppConfigurationView;
}

/** What an administrator may write of an app, of what is shown of it. */
export const contentOf = ({
  name,
  category,
  description,
  instructions,
  appConnect,
  audience,
  spaceId,
  allSpaces,
}: AppView) => ({
  name,
  category,
  description,
  instructions,
  appConnect,
  audience,
  spaceId,
  allSpaces,
});

export async function upload(world: World, bytes: Uint8Array, partBytes = UPLOAD_PART) {
  const begun = await adminCall(world, 'POST', 'apps/uploads');
  const id = String(begun.body['id']);
  for (let at = 0, number = 0; at < bytes.length || number === 0; at += partBytes, number++) {
    const answer = await world.admin.inject({
      method: 'PUT',
      url: `/api/admin/apps/uploads/${id}/parts/${number}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(bytes.subarray(at, at + partBytes)),
    });
    if (answer.statusCode !== 204)
      return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown>, id };
  }
  return { ...(await adminCall(world, 'POST', `apps/uploads/${id}/finish`)), id };
}

export async function appsOn(device: TestDevice): Promise<DeliveredApp[]> {
  const { body } = await device.call('GET', '/device/check-in');
  return body['apps'] as DeliveredApp[];
}
export const appOn = async (device: TestDevice, id: string): Promise<DeliveredApp | undefined> =>
  (await appsOn(device)).find((app) => app.id === id);

export function credential(...purposes: Purpose[]): DeviceCredential {
  const view = { serial: '01', subject: '', issuer: '', keystore: 'wallet', protection: 'software' } as const;
  const dates = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2028-01-01T00:00:00.000Z' };
  return {
    id: randomUUID(),
    name: 'Derived',
    provider: 'lanyard',
    state: 'active',
    issuedAt: dates.notBefore,
    expiresAt: dates.notAfter,
    certificates: purposes.map((purpose) => ({ purpose, ...view, ...dates, sha256: `${purpose} certificate` })),
  };
}
