import { isDeepStrictEqual } from 'node:util';
import type { IssuerChange, TrustChange } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { findGroupNames } from '../pg/settings.ts';
import { readFacts } from './certificate-facts.ts';
import type { ChangePlan } from './planned-change.ts';
import type { PlannedSetting, SettingPlan } from './setting-plan.ts';
import { certificateKey, suffixesOf, trustedBy, trustLayers, type Trusted } from './trust-layers.ts';

/** What a change does to whose cards open the portal; null where nobody trusts other issuers afterwards. */
export async function trustChangeOf(
  on: Queryable,
  { before, after }: Pick<ChangePlan, 'before' | 'after'>,
  now: Date,
): Promise<TrustChange | null> {
  if (isDeepStrictEqual(trustLayers(before), trustLayers(after))) return null;
  return {
    issuers: pairsOf(before, after).flatMap(([old, next]) => issuersOf(old, next, now)),
    holds: await holdsOf(on, before, after),
  };
}

type Pair = readonly [before: PlannedSetting | undefined, after: PlannedSetting | undefined];

/** The same setting before and after; one that is made anew or goes has no other. */
function pairsOf(before: SettingPlan, after: SettingPlan): Pair[] {
  const keyOf = ({ id, isDefault }: PlannedSetting): string => (isDefault ? 'default' : (id ?? 'new'));
  const old = new Map(before.map((setting) => [keyOf(setting), setting]));
  const next = new Map(after.map((setting) => [keyOf(setting), setting]));
  return [...new Set([...old.keys(), ...next.keys()])].map((key) => [old.get(key), next.get(key)]);
}

function issuersOf(before: PlannedSetting | undefined, after: PlannedSetting | undefined, now: Date): IssuerChange[] {
  const [old, next] = [byCertificate(before), byCertificate(after)];
  const setting = after?.name ?? before?.name ?? '';
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), next.get(key)];
    const issuer = is ?? was;
    if (issuer === undefined) return [];
    const suffixes = { before: was ? suffixesOf(was) : [], after: is ? suffixesOf(is) : [] };
    if (was && is && isDeepStrictEqual(suffixes.before, suffixes.after)) return [];
    const what = was === undefined ? 'added' : is === undefined ? 'removed' : 'suffixes';
    return [{ what, setting, name: issuer.name, facts: readFacts(issuer.certificate, now), ...suffixes } as const];
  });
}

/** One that a setting names twice speaks for what both entries name: for all, where one of them names nothing. */
function byCertificate(setting: PlannedSetting | undefined): Map<string, Trusted> {
  const found = new Map<string, Trusted>();
  for (const issuer of trustedBy(setting?.value)) {
    const twin = found.get(certificateKey(issuer));
    const isForAll = issuer.upnSuffixes.length === 0 || twin?.upnSuffixes.length === 0;
    const upnSuffixes = isForAll ? [] : [...(twin?.upnSuffixes ?? []), ...issuer.upnSuffixes];
    found.set(certificateKey(issuer), { ...issuer, upnSuffixes });
  }
  return found;
}

/** For whom which setting holds, where that is what changes. */
async function holdsOf(on: Queryable, before: SettingPlan, after: SettingPlan): Promise<string[]> {
  const ids = [...before, ...after].flatMap(({ groupIds }) => groupIds);
  const names = new Map((await findGroupNames(on, [...new Set(ids)])).map(({ id, name }) => [id, name]));
  const groupsOf = ({ groupIds }: PlannedSetting): string =>
    groupIds
      .map((id) => names.get(id) ?? id)
      .sort()
      .join(', ');
  const said = pairsOf(before, after).flatMap(([old, next]) => {
    if (old?.isDefault === true || next?.isDefault === true) return [];
    if (old === undefined) return next ? [`"${next.name}" is new and holds for ${groupsOf(next)}.`] : [];
    if (next === undefined) return [`"${old.name}" goes; it held for ${groupsOf(old)}.`];
    if (groupsOf(old) === groupsOf(next)) return [];
    return [`"${next.name}" holds for ${groupsOf(next)}; before, for ${groupsOf(old)}.`];
  });
  const order = (plan: SettingPlan): string => plan.map(({ name }) => name).join(', ');
  const isSameSet = before.length === after.length && said.length === 0;
  const moved = isSameSet && before.some(({ id }, at) => after[at]?.id !== id);
  return moved ? [`They are tried in the order ${order(after)}; before, ${order(before)}.`] : said;
}
