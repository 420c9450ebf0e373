import {
  settingKindFacts,
  settingKinds,
  settingWarnings,
  type PortalAuthenticationSetting,
  type SettingContext,
  type SettingKind,
  type SettingValue,
  type SettingWarning,
} from '@lanyard/contract';
import { LanyardError, type Queryable } from '@lanyard/kernel';
import { ZodError } from 'zod';
import { findSettingRecords } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { readFacts } from './certificate-facts.ts';
import { parseSetting } from './setting.ts';
import { planOf, winnerIn } from './setting-plan.ts';

/** @throws LanyardError `input_invalid` naming the fields below `value` */
export function checkedValue<K extends SettingKind>(kind: K, value: unknown): SettingValue<K> {
  try {
    return parseSetting(kind, value ?? {});
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues
      .slice(0, 20)
      .map(({ path, message }) => ({ field: ['value', ...path].join('.'), message }));
    throw new LanyardError('input_invalid', { fields }, { cause: error });
  }
}

/** @throws LanyardError `setting_for_everybody` for a kind of which there is one */
export function refuseGroups(kind: SettingKind): void {
  if (!settingKindFacts[kind].perGroup) throw new LanyardError('setting_for_everybody', { kind });
}

/**
 * Refuses to choose a provider of another vendor that is not there. One that was chosen before and is gone keeps nobody
 * from changing something else.
 * @throws LanyardError `input_invalid`
 */
export async function refuseMissingProvider(
  { hasOtherProvider }: Pick<DirectoryPorts, 'hasOtherProvider'>,
  on: Queryable,
  kind: SettingKind,
  value: object,
  before: unknown,
): Promise<void> {
  if (kind !== 'portal_authentication' || hasOtherProvider === undefined) return;
  const { provider, otherProviderId: id } = value as PortalAuthenticationSetting; // sound: the value is one of this kind
  const was = parseSetting('portal_authentication', before ?? {});
  if (provider !== 'other' || id === null || (was.provider === 'other' && was.otherProviderId === id)) return;
  if (!(await hasOtherProvider(id, on)))
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'value.otherProviderId', message: 'is not there: choose another, or add it under Providers' }],
    });
}

/** What is unwise about a value, for the people of these groups; null for those of no group. */
export async function warningsFor(
  ports: Pick<DirectoryPorts, 'clock' | 'enabledProviders'>,
  on: Queryable,
  kind: SettingKind,
  value: unknown,
  groupIds: readonly string[] | null,
): Promise<SettingWarning[]> {
  const parsed = settingKinds[kind].parse(value);
  return settingWarnings(kind, parsed, await contextFor(ports, on, kind, parsed, groupIds));
}

/** @throws LanyardError `setting_contradiction` naming what keeps it from working */
export function refuseErrors(warnings: readonly SettingWarning[]): void {
  const findings = warnings.filter(({ severity }) => severity === 'error');
  if (findings.length > 0) throw new LanyardError('setting_contradiction', { findings });
}

async function contextFor(
  { clock, enabledProviders }: Pick<DirectoryPorts, 'clock' | 'enabledProviders'>,
  on: Queryable,
  kind: SettingKind,
  value: unknown,
  groupIds: readonly string[] | null,
): Promise<SettingContext> {
  if (kind === 'device_registration') return { portal: await valueFor(on, 'portal_authentication', groupIds) };
  if (kind !== 'portal_authentication') return {};
  const providers = await enabledProviders?.(on);
  return {
    registration: await valueFor(on, 'device_registration', groupIds),
    ...(providers ? { enabledProviders: providers } : {}),
    endingAnchors: endingAnchors(value as PortalAuthenticationSetting, clock.now()), // sound: parsed by its own kind above
  };
}

/** What somebody has who is in these groups and in no other. */
async function valueFor<K extends SettingKind>(
  on: Queryable,
  kind: K,
  groupIds: readonly string[] | null,
): Promise<SettingValue<K>> {
  const plan = planOf(kind, await findSettingRecords(on, kind));
  return parseSetting(kind, winnerIn(plan, new Set(groupIds))?.value ?? {});
}

function endingAnchors({ anchors }: PortalAuthenticationSetting, now: Date): { name: string; notAfter: string }[] {
  return anchors.flatMap(({ name, certificate }) => {
    const facts = readFacts(certificate, now);
    const isEnding = facts?.validity === 'ends_soon' || facts?.validity === 'ended';
    return isEnding ? [{ name, notAfter: facts.notAfter }] : [];
  });
}
