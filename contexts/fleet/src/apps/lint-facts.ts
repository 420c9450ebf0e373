import type { Audience, LintedApp, LintedConfiguration } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { fromPem, parseCertificate } from '@lanyard/pki';
import { referableByIds } from '../pg/app-configurations.ts';
import type { ConfigurationRow } from '../pg/configurations.ts';
import { everyApp, everyAppConfiguration, everyConfiguration, knownTargets } from '../pg/lint-facts.ts';
import { checkedApp, placesOf, toReferable } from './references.ts';

/** What fleet knows of all that is configured. */
export interface LintFacts {
  readonly configurations: readonly LintedConfiguration[];
  readonly apps: readonly LintedApp[];
  /** Devices and device groups that audiences name and that are not there. */
  readonly gone: ReadonlySet<string>;
  /** People and user groups that audiences name: whether they are there, others know. */
  readonly named: { readonly people: readonly string[]; readonly userGroups: readonly string[] };
}

const MOST = 5_000;

/** Everything that is configured, as it is written now, for the lint of all configuration. */
export async function lintFacts(on: Queryable): Promise<LintFacts> {
  const [rows, apps, appConfigurations] = await Promise.all([
    everyConfiguration(on, MOST),
    everyApp(on, MOST),
    everyAppConfiguration(on, MOST),
  ]);
  const places = appConfigurations.flatMap(({ value }) => placesOf(value).map((one) => one.configurationId));
  const referable = new Map((await referableByIds(on, places)).map((row) => [row.id, row]));
  const linted = apps.map((app): LintedApp => ({
    ...checkedApp(app),
    id: app.id,
    identifier: app.identifier,
    audience: app.audience,
    spaceId: app.space_id,
    allSpaces: app.all_spaces,
    hasPackage: app.has_package,
    configurations: appConfigurations
      .filter(({ app_id }) => app_id === app.id)
      .map(({ id, name, audience, value }) => {
        const ids = placesOf(value).map(({ configurationId }) => configurationId);
        const found = ids.flatMap((one) => referable.get(one) ?? []);
        return { id, name, audience, value, references: new Map(found.map((row) => [row.id, toReferable(row, app)])) };
      }),
  }));
  const audiences = [...rows, ...apps, ...appConfigurations].map(({ audience }) => audience);
  const of = (list: Exclude<keyof Audience, 'to'>): string[] => [...new Set(audiences.flatMap((one) => one[list]))];
  const [devices, groups] = [of('devices'), of('deviceGroups')];
  const known = await knownTargets(on, devices, groups);
  return {
    configurations: rows.map(configurationOf),
    apps: linted,
    gone: new Set([...devices, ...groups].filter((id) => !known.has(id))),
    named: { people: of('people'), userGroups: of('userGroups') },
  };
}

const configurationOf = (row: ConfigurationRow): LintedConfiguration => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  value: row.value,
  audience: row.audience,
  spaceId: row.space_id,
  allSpaces: row.all_spaces,
  published: row.published_version !== null,
  changed: row.published_version !== null && row.published_version !== row.version,
  endsAt: row.kind === 'certificate' ? endOf(row.value['content']) : null,
});

/** Null for what cannot be read: it was checked when it was saved. */
function endOf(content: unknown): string | null {
  try {
    const [der] = fromPem(String(content), 'CERTIFICATE');
    return der === undefined ? null : parseCertificate(der).notAfter.toISOString();
  } catch {
    return null;
  }
}
