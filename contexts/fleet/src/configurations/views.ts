import type {
  ConfigurationRow as RowView,
  ConfigurationState,
  ConfigurationVersion,
  ConfigurationView,
} from '@lanyard/contract';
import type { ConfigurationRow, VersionRow } from '../pg/configurations.ts';
import { audienceChangeable } from './save-configuration.ts';

export function stateOf(
  row: Pick<ConfigurationRow, 'version' | 'published_version' | 'deleted_at'>,
): ConfigurationState {
  if (row.deleted_at !== null) return 'deleted';
  if (row.published_version === null) return 'draft';
  return row.published_version === row.version ? 'published' : 'changed';
}

export const rowView = (row: ConfigurationRow): RowView => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  description: row.description,
  spaceId: row.space_id,
  allSpaces: row.all_spaces,
  state: stateOf(row),
  version: row.version,
  publishedVersion: row.published_version,
  changedAt: row.changed_at.toISOString(),
  changedBy: row.changed_by,
});

export const configurationViewOf = (row: ConfigurationRow): ConfigurationView => ({
  ...rowView(row),
  audience: row.audience,
  audienceChangeable: audienceChangeable(row),
  value: row.value,
  deletedAt: row.deleted_at?.toISOString() ?? null,
});

export const versionView = (row: VersionRow): ConfigurationVersion => ({
  number: row.number,
  savedAt: row.saved_at.toISOString(),
  savedBy: row.saved_by,
  publishedAt: row.published_at?.toISOString() ?? null,
  name: row.name,
  description: row.description,
  audience: row.audience,
  value: row.value,
});
