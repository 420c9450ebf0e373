import { randomUUID } from 'node:crypto';
import type { World } from './world.ts';

export interface AdminAnswer {
  readonly status: number;
  readonly etag: string;
  readonly body: Record<string, unknown>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call of the admin interface, as whoever the world says calls. @param version goes into `if-match` */
export async function adminCall(
  { admin }: Pick<World, 'admin'>,
  method: Method,
  path: string,
  body?: object,
  version?: number,
): Promise<AdminAnswer> {
  const response = await admin.inject({
    method,
    url: `/api/admin/${path}`,
    headers: version === undefined ? {} : { 'if-match': `"${version}"` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return {
    status: response.statusCode,
    etag: String(response.headers['etag']),
    body: response.body.startsWith('{')
      ? (JSON.parse(response.body) as Record<string, unknown>)
      : { text: response.body },
  };
}

/** A configuration that was made; published for all unless the content says otherwise. */
export async function made(
  world: Pick<World, 'admin'>,
  kind: string,
  value: object,
  more: object = {},
): Promise<{ id: string; version: number }> {
  const content = { name: `${kind} ${randomUUID()}`, audience: { to: 'all' }, allSpaces: true, publish: true };
  const { status, body } = await adminCall(world, 'POST', 'configurations', { kind, value, ...content, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { id: String(body['id']), version: Number(body['version']) };
}
