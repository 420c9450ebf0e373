import type { AppPlatform, KnownApp } from '@lanyard/contract';
import { changedApp, knownApps, newInHouseApp, newStoreApp } from '@lanyard/contract';
import { z } from 'zod';
import type { AppView } from '@lanyard/contract';
import type { Edited } from '../../parts/form/schema-form.tsx';
import { blankOf } from '../../parts/form/draft.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { appKindTitles } from './app-words.ts';

const titledKind = { kind: newStoreApp.shape.kind.meta({ ...newStoreApp.shape.kind.meta(), options: appKindTitles }) };

/** The form of an app of a store: who it is first, then its page in the catalog, then who gets it. */
export const storeAppForm = z.strictObject({
  identifier: newStoreApp.shape.identifier,
  platform: newStoreApp.shape.platform,
  ...titledKind,
  ...newStoreApp.omit({ identifier: true, platform: true, kind: true }).shape,
});

/** The form of an app whose package was read. */
export const inHouseAppForm = z.strictObject({
  ...titledKind,
  ...newInHouseApp.omit({ kind: true }).shape,
});

export const findKnown = (id: string | undefined): KnownApp | null => knownApps.find((app) => app.id === id) ?? null;

/** What a form begins with: what is known of the app, and what its package says. */
export function startOf(
  schema: z.ZodType,
  known: KnownApp | null,
  read: { readonly name?: string; readonly platform?: AppPlatform } = {},
): Edited {
  const blank = blankOf(fieldsOf(schema));
  const given = known && {
    name: known.name,
    category: known.category,
    description: known.description,
    kind: known.kind,
    appConnect: known.appConnect,
    ...('platform' in asObject(blank) ? { platform: known.platform } : {}),
  };
  const own = read.name === undefined || known !== null ? {} : { name: read.name };
  return { value: { ...asObject(blank), ...given, ...own } };
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** What of an app can be changed, as its form has it. */
export const editedApp = (app: AppView): Edited => ({
  value: Object.fromEntries(Object.keys(changedApp.shape).map((key) => [key, Reflect.get(app, key)])),
  version: app.version,
});
