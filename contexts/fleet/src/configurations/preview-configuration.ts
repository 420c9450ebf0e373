import {
  configurationFacts,
  type AudiencePreview,
  type ConfigurationContent,
  type ConfigurationKind,
} from '@lanyard/contract';
import { days, LanyardError, type Queryable } from '@lanyard/kernel';
import { fromPem, parseCertificate } from '@lanyard/pki';
import { devicesIn, devicesInBoth, type Target } from '../pg/audiences.ts';
import { findConfiguration, findScopes, findVersion } from '../pg/configurations.ts';
import type { FleetParts } from '../ports.ts';
import { checkContent, publishedScopes, type CheckedContent } from './check-content.ts';
import { maySee, refuseForeignSpace, type Editor } from './editor.ts';

const none = { count: 0, first: [] };
const SOON_MS = days(60);

/**
 * What publishing would do, and to whom. It changes nothing.
 * @param id of the configuration that is changed; null for a new one
 * @throws LanyardError as saving the same would
 */
export async function previewConfiguration(
  parts: FleetParts,
  id: string | null,
  kind: ConfigurationKind | null,
  content: ConfigurationContent,
  editor: Editor,
): Promise<AudiencePreview> {
  const { pool } = parts.db;
  const row = id === null ? null : await findConfiguration(pool, id);
  if (id !== null && (row === null || row.deleted_at !== null || !maySee(editor, row)))
    throw new LanyardError('configuration_not_found');
  const known = row?.kind ?? kind;
  if (known === null) throw new LanyardError('configuration_not_found');
  // Names of devices are for whoever could do what is previewed.
  if (row !== null) refuseForeignSpace(editor, row);
  const spaceId = content.spaceId ?? row?.space_id ?? editor.spaces?.[0];
  const checked = checkContent(known, { ...content, spaceId }, parts.clock.now());
  refuseForeignSpace(editor, checked);
  const travelling = id === null ? [] : await parts.apps.scopesNaming(pool, id);
  const after = targetOf(known, checked, [...publishedScopes(checked), ...travelling]);
  const before = id === null ? null : await publishedTarget(pool, id, known, travelling);
  const moved = await compare(pool, before, after);
  const total = moved.gains.count + moved.changes.count;
  return { ...moved, warnings: [...warningsOf(known, checked, parts.clock.now()), ...(total === 0 ? [nobody] : [])] };
}

/** What deleting would do: who has it, loses it. */
export async function previewDeletion(parts: FleetParts, id: string, editor: Editor): Promise<AudiencePreview> {
  const { pool } = parts.db;
  const row = await findConfiguration(pool, id);
  if (row === null || row.deleted_at !== null || !maySee(editor, row))
    throw new LanyardError('configuration_not_found');
  refuseForeignSpace(editor, row);
  const before = await publishedTarget(pool, id, row.kind, await parts.apps.scopesNaming(pool, id));
  const loses = before === null ? none : await devicesIn(pool, before);
  return { gains: none, changes: none, loses, warnings: [] };
}

const nobody = 'No active device would get it at present.';

const targetOf = (
  kind: ConfigurationKind,
  { space_id, all_spaces }: Pick<CheckedContent, 'space_id' | 'all_spaces'>,
  scopes: readonly string[],
): Target => ({ scopes, spaceId: space_id, allSpaces: all_spaces, platforms: configurationFacts[kind].platforms });

async function publishedTarget(
  on: Queryable,
  id: string,
  kind: ConfigurationKind,
  travelling: readonly string[],
): Promise<Target | null> {
  const number = (await findConfiguration(on, id))?.published_version ?? null;
  const version = number === null ? null : await findVersion(on, id, number);
  return version === null ? null : targetOf(kind, version, [...(await findScopes(on, id)), ...travelling]);
}

async function compare(
  on: Queryable,
  before: Target | null,
  after: Target,
): Promise<Omit<AudiencePreview, 'warnings'>> {
  if (before === null) return { gains: await devicesIn(on, after), changes: none, loses: none };
  const [gains, changes, loses] = [
    await devicesIn(on, after, before),
    await devicesInBoth(on, before, after),
    await devicesIn(on, before, after),
  ];
  return { gains, changes, loses };
}

/** What is allowed and unwise. */
function warningsOf(kind: ConfigurationKind, { value, audience }: CheckedContent, now: Date): string[] {
  const warnings: string[] = [];
  if (audience.to === 'none' && !configurationFacts[kind].travelsWithApp)
    warnings.push('It is distributed to no devices. Choose a distribution, or refer to it from something that is.');
  if (kind === 'mail' && value['ssl'] === false)
    warnings.push('Without SSL the mail server cannot ask for the certificate, and mail is read on its way.');
  if (kind === 'wifi' && Array.isArray(value['trustedServers']) && value['trustedServers'].length === 0)
    warnings.push('Without trusted server names the device shows its certificate to any network of this name.');
  if (kind === 'certificate' && typeof value['content'] === 'string') warnings.push(...endOf(value['content'], now));
  return warnings;
}

function endOf(pem: string, now: Date): string[] {
  const [der] = fromPem(pem);
  if (der === undefined) return [];
  const { notAfter } = parseCertificate(der);
  return notAfter.getTime() - now.getTime() < SOON_MS
    ? [`The certificate ends on ${notAfter.toISOString().slice(0, 10)}.`]
    : [];
}
