import {
  checkAppConfiguration,
  hasErrors,
  scopesOf,
  type AppConfigurationContent,
  type AppConfigurationValue,
  type Finding,
} from '@lanyard/contract';
import { isUniqueViolation, LanyardError, type Queryable, type Tx } from '@lanyard/kernel';
import { refuseForeignSpace, refuseStale, type Editor } from '../configurations/editor.ts';
import { note } from '../configurations/save-configuration.ts';
import {
  appConfigurationsOf,
  findAppConfiguration,
  findAppConfigurationVersion,
  insertAppConfiguration,
  insertAppConfigurationVersion,
  rankAppConfigurations,
  replaceReferences,
  updateAppConfiguration,
  type AppConfigurationRecord,
} from '../pg/app-configurations.ts';
import { bumpTold, type AppRecord } from '../pg/apps.ts';
import { bumpScopes } from '../pg/change-counters.ts';
import type { AppsParts } from './parts.ts';
import { checkedApp, placesOf, referencesOf } from './references.ts';
import { openApp } from './save-app.ts';

/**
 * Adds an app configuration, tried after those that there are.
 * @returns its id
 * @throws LanyardError `app_not_found`, `space_not_yours`, `app_configuration_name_taken`,
 *   `app_configuration_invalid` with what the checks found
 */
export async function createAppConfiguration(
  parts: AppsParts,
  tx: Tx,
  appId: string,
  written: AppConfigurationContent,
  editor: Editor,
): Promise<string> {
  const app = await openApp(tx, appId, editor);
  refuseForeignSpace(editor, app);
  const content = await acceptable(tx, app, written);
  const now = parts.clock.now();
  const id = parts.random.uuid();
  const rank = ((await appConfigurationsOf(tx, appId)).at(-1)?.rank ?? 0) + 1;
  const row = { id, app_id: appId, ...columnsOf(content), rank, deleted_at: null };
  await insertAppConfiguration(tx, { ...row, changed_at: now, changed_by: editor.name }).catch(nameTaken);
  await keep(tx, id, 1, content, editor, now);
  await tellApp(tx, app, row.scopes);
  await note(parts, tx, 'app_configuration.added', id, editor, { app: app.name, name: content.name });
  return id;
}

/**
 * Changes an app configuration; devices get it at their next check-in, apps when they start.
 * @param made number of the version that the change was made on
 * @throws LanyardError as for a new one, `app_configuration_not_found`, `conflict`
 */
export async function changeAppConfiguration(
  parts: AppsParts,
  tx: Tx,
  id: string,
  made: number,
  written: AppConfigurationContent,
  editor: Editor,
): Promise<void> {
  const { app, row } = await openAppConfiguration(tx, id, editor);
  refuseStale(row, made);
  const content = await acceptable(tx, app, written);
  const now = parts.clock.now();
  const columns = columnsOf(content);
  await updateAppConfiguration(tx, id, { ...columns, changed_at: now, changed_by: editor.name }).catch(nameTaken);
  await keep(tx, id, row.version + 1, content, editor, now);
  await tellApp(tx, app, [...row.scopes, ...columns.scopes]);
  const details = { app: app.name, name: content.name, version: row.version + 1 };
  await note(parts, tx, 'app_configuration.changed', id, editor, details);
}

/** @throws LanyardError `app_configuration_not_found`, `conflict`, and as for a change */
export async function putAppConfigurationBack(
  parts: AppsParts,
  tx: Tx,
  id: string,
  made: number,
  number: number,
  editor: Editor,
): Promise<void> {
  const old = await findAppConfigurationVersion(tx, id, number);
  if (old === null) throw new LanyardError('app_configuration_not_found');
  // sound: written by keep
  await changeAppConfiguration(parts, tx, id, made, old.content as unknown as AppConfigurationContent, editor);
}

/**
 * Sets the order in which the configurations of an app are tried.
 * @param order every one of them, first to last
 * @throws LanyardError `app_not_found`, `space_not_yours`, `conflict` when others were added or removed meanwhile
 */
export async function orderAppConfigurations(
  parts: AppsParts,
  tx: Tx,
  appId: string,
  order: readonly string[],
  editor: Editor,
): Promise<void> {
  const app = await openApp(tx, appId, editor);
  refuseForeignSpace(editor, app);
  const there = (await appConfigurationsOf(tx, appId)).map(({ id }) => id);
  if ([...there].sort().join() !== [...new Set(order)].sort().join())
    throw new LanyardError('conflict', { fields: [{ field: 'order', message: 'names others than there are now' }] });
  await rankAppConfigurations(tx, appId, order);
  await tellApp(tx, app, ['all']);
  await note(parts, tx, 'app_configuration.ordered', appId, editor, { app: app.name, order: [...order] });
}

export interface OpenedAppConfiguration {
  readonly app: AppRecord;
  readonly row: AppConfigurationRecord;
}

/** Theirs to change, with its app locked. @throws LanyardError `app_configuration_not_found`, `app_not_found`, `space_not_yours` */
export async function openAppConfiguration(tx: Tx, id: string, editor: Editor): Promise<OpenedAppConfiguration> {
  const known = await findAppConfiguration(tx, id);
  if (known === null || known.deleted_at !== null) throw new LanyardError('app_configuration_not_found');
  const opened = await lockWithApp(tx, known, editor);
  if (opened.row.deleted_at !== null) throw new LanyardError('app_configuration_not_found');
  return opened;
}

/**
 * Locks the app of an app configuration, as whoever orders them does, and says what the configuration is then: none waits
 * for another in a circle.
 */
export async function lockWithApp(
  tx: Tx,
  { id, app_id }: Pick<AppConfigurationRecord, 'id' | 'app_id'>,
  editor: Editor,
): Promise<OpenedAppConfiguration> {
  const app = await openApp(tx, app_id, editor);
  refuseForeignSpace(editor, app);
  const row = await findAppConfiguration(tx, id);
  if (row === null) throw new LanyardError('app_configuration_not_found');
  return { app, row };
}

/** What the checks say of an app configuration, of the configurations as they are now. */
export async function findingsOf(on: Queryable, app: AppRecord, value: AppConfigurationValue): Promise<Finding[]> {
  const references = await referencesOf(on, [value], app);
  return checkAppConfiguration({ app: checkedApp(app), value, references });
}

/** Without a password that was typed: nothing here keeps one (APP-013). */
async function acceptable(tx: Tx, app: AppRecord, content: AppConfigurationContent): Promise<AppConfigurationContent> {
  const findings = await findingsOf(tx, app, content.value);
  if (hasErrors(findings)) {
    const errors = findings.filter(({ severity }) => severity === 'error').slice(0, 50);
    const fields = errors.map(({ field, words, next }) => ({ field: `value.${field}`, message: `${words} ${next}` }));
    throw new LanyardError('app_configuration_invalid', { fields, findings: errors });
  }
  const { emailPlus } = content.value;
  return emailPlus === null
    ? content
    : { ...content, value: { ...content.value, emailPlus: { ...emailPlus, password: '' } } };
}

const columnsOf = ({ name, description, audience, value }: AppConfigurationContent) => ({
  name,
  description,
  audience: JSON.stringify(audience),
  scopes: scopesOf(audience),
  value: JSON.stringify(value),
});

async function keep(
  tx: Tx,
  id: string,
  number: number,
  content: AppConfigurationContent,
  { name }: Editor,
  at: Date,
): Promise<void> {
  const saved = { configuration_id: id, number, content: JSON.stringify(content), saved_at: at, saved_by: name };
  await insertAppConfigurationVersion(tx, saved);
  await replaceReferences(tx, id, placesOf(content.value));
}

/** Who has the app and is in one of the scopes is in both: the narrower of the two is told. */
export async function tellApp(tx: Tx, app: AppRecord, scopes: readonly string[]): Promise<void> {
  await bumpTold(tx, app.id);
  await bumpScopes(tx, scopes.includes('all') ? app.scopes : scopes);
}

export function nameTaken(error: unknown): never {
  if (isUniqueViolation(error, 'app_configuration_name'))
    throw new LanyardError('app_configuration_name_taken', { fields: [{ field: 'name' }] }, { cause: error });
  throw error;
}
