import type { Reference } from '@lanyard/contract';
import { days, LanyardError, type Queryable, type Tx } from '@lanyard/kernel';
import {
  findConfiguration,
  findScopes,
  findVersion,
  namingCertificate,
  replaceScopes,
  setDeleted,
} from '../pg/configurations.ts';
import type { FleetParts } from '../ports.ts';
import { publishedScopes } from './check-content.ts';
import { maySee, refuseForeignSpace, refuseStale, type Editor } from './editor.ts';
import { nameTaken, note, openConfiguration } from './save-configuration.ts';
import { tellDevices } from './tell-devices.ts';

/** A deletion can be undone so long. */
export const UNDO_MS = days(30);

/** What names a configuration: other configurations, and apps. */
export async function referencesTo(
  { apps }: Pick<FleetParts, 'apps'>,
  on: Queryable,
  id: string,
): Promise<Reference[]> {
  const configurations = await namingCertificate(on, id);
  return [
    ...configurations.map((row) => ({ kind: row.kind, id: row.id, name: row.name, where: 'Trusted certificates' })),
    ...(await apps.referencesTo(on, id)),
  ];
}

/**
 * Takes a configuration away from every device; for 30 days it can be brought back.
 * @throws LanyardError `configuration_not_found`, `conflict`, `configuration_in_use` with what refers to it
 */
export async function deleteConfiguration(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  editor: Editor,
): Promise<void> {
  const row = await openConfiguration(tx, id, editor);
  refuseForeignSpace(editor, row);
  refuseStale(row, made);
  const references = await referencesTo(parts, tx, id);
  if (references.length > 0) throw new LanyardError('configuration_in_use', { references });
  const scopes = await findScopes(tx, id);
  await setDeleted(tx, id, parts.clock.now(), editor.name);
  await replaceScopes(tx, id, []);
  await tellDevices(parts, tx, id, scopes);
  await note(parts, tx, 'configuration.deleted', id, editor, { kind: row.kind, name: row.name });
}

/**
 * Undoes a deletion: devices get again what they had.
 * @throws LanyardError `configuration_not_restorable`, `configuration_name_taken`
 */
export async function restoreConfiguration(parts: FleetParts, tx: Tx, id: string, editor: Editor): Promise<void> {
  const row = await findConfiguration(tx, id, true);
  if (row === null || !maySee(editor, row)) throw new LanyardError('configuration_not_found');
  refuseForeignSpace(editor, row);
  const latest = new Date(parts.clock.now().getTime() - UNDO_MS);
  if (row.deleted_at === null || row.deleted_at < latest) throw new LanyardError('configuration_not_restorable');
  await setDeleted(tx, id, null, editor.name).catch(nameTaken);
  const published = row.published_version === null ? null : await findVersion(tx, id, row.published_version);
  if (published !== null) await replaceScopes(tx, id, publishedScopes(published));
  await tellDevices(parts, tx, id);
  await note(parts, tx, 'configuration.restored', id, editor, { kind: row.kind, name: row.name });
}
