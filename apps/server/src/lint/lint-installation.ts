import { lintAll, settingKinds, type LintedSetting, type LintReport, type SettingKind } from '@lanyard/contract';
import type { Clock, Queryable } from '@lanyard/kernel';
import type { Contexts } from '../contexts.ts';

type Needs = Pick<Contexts, 'credentials' | 'directory' | 'fleet'> & { readonly clock: Clock };

const MOST_FINDINGS = 2_000;

/**
 * Reads everything that is configured, wherever it is kept, and says what is wrong with it. Changes nothing.
 * @param on a transaction, for what it would leave
 */
export async function lintInstallation(
  { clock, credentials, directory, fleet }: Needs,
  on?: Queryable,
): Promise<LintReport> {
  const now = clock.now().toISOString();
  const kinds = Object.keys(settingKinds) as SettingKind[]; // sound: its own keys
  const [settings, enabledProviders, facts] = await Promise.all([
    Promise.all(kinds.map((kind) => settingsOf(directory, kind, on))),
    credentials.enabledProviders(on),
    fleet.lintFacts(on),
  ]);
  const gone = new Set([...facts.gone, ...(await missing(directory, facts.named, on))]);
  const { configurations, apps } = facts;
  const all = lintAll({ now, settings: settings.flat(), enabledProviders, configurations, apps, gone });
  const count = (severity: string): number => all.filter((one) => one.severity === severity).length;
  return {
    checkedAt: now,
    errors: count('error'),
    warnings: count('warning'),
    advice: count('advice'),
    findings: all.slice(0, MOST_FINDINGS),
  };
}

async function settingsOf(
  directory: Contexts['directory'],
  kind: SettingKind,
  on?: Queryable,
): Promise<LintedSetting[]> {
  const inForce = await directory.settingsOf(kind, on);
  return inForce.map(
    ({ settingId, from, isDefault, value }) => ({ kind, id: settingId, name: from, isDefault, value }) as LintedSetting, // sound: the value is of this kind
  );
}

/** Those whom audiences name and who are not there. */
async function missing(
  directory: Contexts['directory'],
  { people, userGroups }: { readonly people: readonly string[]; readonly userGroups: readonly string[] },
  on?: Queryable,
): Promise<string[]> {
  const [names, groups] = await Promise.all([directory.namesOf(people, on), directory.groupNames(userGroups, on)]);
  return [...people.filter((id) => !names.has(id)), ...userGroups.filter((id) => !groups.has(id))];
}
