import { providerForms, type ProviderPreview } from '@lanyard/contract';
import { LanyardError, recordAudit, requireVersion, type Actor, type Queryable, type Tx } from '@lanyard/kernel';
import { countUses, deleteProvider, lockProvider, type ProviderRow } from '../pg/providers.ts';
import type { CredentialsPorts } from '../ports.ts';

type Ports = Pick<CredentialsPorts, 'clock' | 'directory'>;

/** What a change of a provider means for whom. @param next what it would be; nothing when it is to be deleted */
export async function previewProvider(
  { directory }: Ports,
  on: Queryable,
  row: ProviderRow,
  next?: unknown,
): Promise<ProviderPreview> {
  const settings = await settingsNaming({ directory }, on, row);
  const { live, open } = await countUses(on, row.kind);
  const stays = next !== undefined && providerForms[row.kind].parse(next).enabled;
  const ends = row.enabled && !stays;
  return {
    settings,
    liveCredentials: live,
    openRequests: open,
    sentences: [
      ...(ends && settings.length > 0
        ? [`People of ${settings.map((name) => `"${name}"`).join(', ')} can request no new derived credential.`]
        : []),
      ...(ends && live > 0 ? [`${live} derived credentials stay until they end or are revoked.`] : []),
      ...(ends && open > 0 ? [`${open} open requests can still be activated until they expire.`] : []),
      ...(ends || row.enabled || !stays ? [] : ['People whose setting names it can request derived credentials.']),
    ],
  };
}

/**
 * Deletes an app of another vendor.
 * @throws LanyardError `not_found`, `conflict`, `provider_built_in`, `provider_in_use` naming the settings
 */
export async function endProvider(
  ports: Ports,
  tx: Tx,
  { key, expected }: { readonly key: string; readonly expected: number },
  by: Actor,
): Promise<void> {
  const row = await lockProvider(tx, key);
  if (row === null) throw new LanyardError('not_found', { provider: key });
  if (row.kind !== 'other') throw new LanyardError('provider_built_in', { provider: row.kind });
  requireVersion(expected, row);
  const settings = await settingsNaming(ports, tx, row);
  if (settings.length > 0) throw new LanyardError('provider_in_use', { settings });
  await deleteProvider(tx, row.id);
  const entry = { act: 'provider.deleted', outcome: 'done', actor: by, object: row.id } as const;
  await recordAudit(tx, { ...entry, details: { name: row.name, value: row.value } }, ports.clock.now());
}

/** Settings "Self Service Portal Authentication" that choose it. */
async function settingsNaming(
  { directory }: Pick<Ports, 'directory'>,
  on: Queryable,
  { id, kind }: ProviderRow,
): Promise<string[]> {
  const settings = await directory.settingsOf('portal_authentication', on);
  return settings
    .filter(({ value }) => value.provider === kind && (kind !== 'other' || value.otherProviderId === id))
    .map(({ from }) => from);
}
