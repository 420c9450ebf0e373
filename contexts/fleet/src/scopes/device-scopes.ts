import type { DeviceGroupRule, Platform } from '@lanyard/contract';
import { DEFAULT_SPACE } from '@lanyard/contract';
import { isOlder } from '../os-version.ts';

/** What scopes are made of: a device as it stands. */
export interface ScopedDevice {
  readonly id: string;
  readonly personId: string;
  readonly platform: Platform;
  readonly osVersion: string;
}

export interface DeviceGroup {
  readonly id: string;
  readonly rule: DeviceGroupRule | null;
}

export interface SpaceRule {
  readonly id: string;
  readonly rule: { readonly deviceGroups: readonly string[]; readonly userGroups: readonly string[] };
}

/** Scopes that go without saying: every device has them, so that they are not kept with it. */
export const impliedScopes = (device: { id: string; personId: string; spaceId: string }): string[] => [
  'all',
  `person:${device.personId}`,
  `device:${device.id}`,
  `space:${device.spaceId}`,
];

/**
 * The scopes that are kept with a device: its person's user groups and the device groups that it is in.
 * @param userGroups ids, of its person
 * @param byHand ids of the device groups that it was added to
 */
export function keptScopes(
  device: ScopedDevice,
  userGroups: readonly string[],
  byHand: readonly string[],
  deviceGroups: readonly DeviceGroup[],
): string[] {
  const inGroups = deviceGroups
    .filter(({ id, rule }) => byHand.includes(id) || (rule !== null && meets(device, userGroups, rule)))
    .map(({ id }) => `device-group:${id}`);
  return [...userGroups.map((id) => `group:${id}`), ...inGroups].sort();
}

function meets({ platform, osVersion }: ScopedDevice, userGroups: readonly string[], rule: DeviceGroupRule): boolean {
  if (rule.platforms.length > 0 && !rule.platforms.includes(platform)) return false;
  if (rule.osFrom !== null && isOlder(osVersion, rule.osFrom)) return false;
  if (rule.osBelow !== null && !isOlder(osVersion, rule.osBelow)) return false;
  return rule.userGroups.length === 0 || rule.userGroups.some((id) => userGroups.includes(id));
}

/** @param spaces in the order they are asked @returns id of the first space that claims a device with these scopes */
export function claimedBy(scopes: readonly string[], spaces: readonly SpaceRule[]): string {
  const claims = ({ rule }: SpaceRule) =>
    rule.userGroups.some((id) => scopes.includes(`group:${id}`)) ||
    rule.deviceGroups.some((id) => scopes.includes(`device-group:${id}`));
  return spaces.find(claims)?.id ?? DEFAULT_SPACE;
}
