import {
  DEFAULT_SPACE,
  hasErrors,
  scopesOf,
  type AppConfigurationContent,
  type AppPlatform,
  type AudiencePreview,
  type ChangedApp,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { publishedScopes } from '../configurations/check-content.ts';
import { refuseForeignSpace, type Editor } from '../configurations/editor.ts';
import { appConfigurationsOf, type AppConfigurationRecord } from '../pg/app-configurations.ts';
import type { AppRecord } from '../pg/apps.ts';
import { devicesInTarget, type AppTarget, type CountedDevices } from '../pg/apps-delivery.ts';
import { findingsOf } from './save-app-configuration.ts';

const none: CountedDevices = { count: 0, first: [] };

type Placed = Pick<ChangedApp, 'audience' | 'allSpaces' | 'spaceId'>;

/**
 * What is to be previewed, put where saving would put it. A preview names devices: it is for whoever could do what it
 * previews.
 * @throws LanyardError `space_not_yours`
 */
export function placedForPreview<C extends Placed | null>(
  editor: Pick<Editor, 'spaces'>,
  row: Pick<AppRecord, 'space_id' | 'all_spaces'> | null,
  content: C,
): C {
  if (row !== null) refuseForeignSpace(editor, row);
  if (content === null) return content;
  const spaceId = content.spaceId ?? row?.space_id ?? editor.spaces?.[0] ?? DEFAULT_SPACE;
  refuseForeignSpace(editor, { space_id: spaceId, all_spaces: content.allSpaces });
  return { ...content, spaceId };
}

/**
 * What saving an app would do, without doing it.
 * @param row null: it would be new
 * @param content null: it would be deleted
 */
export async function previewApp(
  on: Queryable,
  platform: AppPlatform,
  row: AppRecord | null,
  content: Placed | null,
): Promise<AudiencePreview> {
  const before = row === null ? null : targetOfApp(row);
  const space = content?.spaceId ?? row?.space_id ?? DEFAULT_SPACE;
  const placed = content && { audience: content.audience, all_spaces: content.allSpaces, space_id: space };
  const after = placed && { scopes: [publishedScopes(placed)], space: placed.all_spaces ? null : space };
  const preview = await compare(on, platform, before, after);
  const warnings = preview.loses.count > 0 ? ['Devices that lose the app lose what is in it.'] : [];
  return { ...preview, warnings };
}

/**
 * What saving an app configuration would do to the devices that have the app.
 * @param row null: it would be new
 * @param content null: it would be deleted
 */
export async function previewAppConfiguration(
  on: Queryable,
  app: AppRecord,
  row: AppConfigurationRecord | null,
  content: AppConfigurationContent | null,
): Promise<AudiencePreview> {
  const whole = targetOfApp(app);
  // Those that are tried before it win where they match.
  const rank = row?.rank ?? Infinity;
  const before = (await appConfigurationsOf(on, app.id)).filter((one) => one.id !== row?.id && one.rank < rank);
  const without = before.flatMap(({ scopes }) => scopes);
  const within = (scopes: readonly string[]): AppTarget => ({ ...whole, scopes: [...whole.scopes, scopes], without });
  const preview = await compare(
    on,
    app.platform,
    row && within(row.scopes),
    content && within(scopesOf(content.audience)),
  );
  const findings = content === null ? [] : await findingsOf(on, app, content.value);
  const refused = hasErrors(findings) ? ['It cannot be saved like this.'] : [];
  const lost =
    preview.loses.count > 0
      ? ['Devices that lose it get the next configuration whose audience they are in, or none.']
      : [];
  return {
    ...preview,
    warnings: [...refused, ...lost, ...findings.map(({ words, next }) => `${words} ${next}`)].slice(0, 100),
  };
}

/** Devices that an app is for. */
export const targetOfApp = (app: Pick<AppRecord, 'scopes' | 'all_spaces' | 'space_id'>): AppTarget => ({
  scopes: [app.scopes],
  space: app.all_spaces ? null : app.space_id,
});

async function compare(on: Queryable, platform: AppPlatform, before: AppTarget | null, after: AppTarget | null) {
  const [gains, changes, loses] = await Promise.all([
    after === null ? none : devicesInTarget(on, platform, after, before ? { target: before, in: false } : undefined),
    after === null || before === null ? none : devicesInTarget(on, platform, after, { target: before, in: true }),
    before === null ? none : devicesInTarget(on, platform, before, after ? { target: after, in: false } : undefined),
  ]);
  return { gains, changes, loses };
}
