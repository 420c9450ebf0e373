import { adminOf, LanyardError, sendVersion } from '@lanyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { maySee } from '../../configurations/editor.ts';
import { findAppConfiguration, type AppConfigurationRecord } from '../../pg/app-configurations.ts';
import { findApp, type AppRecord } from '../../pg/apps.ts';
import type { FleetParts } from '../../ports.ts';

export const read = { permission: 'admin.apps.read' } as const;
export const write = { permission: 'admin.apps.write' } as const;
export const BASE = '/api/admin/apps';

type Parts = Pick<FleetParts, 'db'>;

/** @throws LanyardError `app_not_found` where there is none, or it lies in a space that is not the caller's */
export async function seenApp({ db }: Parts, request: FastifyRequest, id: string): Promise<AppRecord> {
  const row = await findApp(db.pool, id);
  if (row === null || !maySee({ spaces: adminOf(request).spaces }, row)) throw new LanyardError('app_not_found');
  return row;
}

export interface SeenAppConfiguration {
  readonly app: AppRecord;
  readonly row: AppConfigurationRecord;
}

/** @throws LanyardError `app_configuration_not_found`, `app_not_found` */
export async function seenAppConfiguration(
  parts: Parts,
  request: FastifyRequest,
  id: string,
): Promise<SeenAppConfiguration> {
  const row = await findAppConfiguration(parts.db.pool, id);
  if (row === null) throw new LanyardError('app_configuration_not_found');
  return { app: await seenApp(parts, request, row.app_id), row };
}

/** With its version, on which the next change is to be made. */
export function versioned<T>(reply: Pick<FastifyReply, 'header'>, version: number, view: T): T {
  sendVersion(reply as FastifyReply, version);
  return view;
}
