import type { DeviceRegistrationSetting, RegistrationInput } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { isOlder } from './os-version.ts';

type Reported = Pick<RegistrationInput, 'platform' | 'osVersion'>;

/**
 * Whether an organisation registers this kind of device. What a device says of itself is reported, not proved.
 * @param activeDevices of the person, at present
 * @throws LanyardError `platform_not_allowed`, `os_too_old` ("OS Minimum Version Blocking"), `device_limit`
 */
export function admitDevice(
  setting: DeviceRegistrationSetting,
  { platform, osVersion }: Reported,
  activeDevices: number,
): void {
  if (platform === 'desktop' && !setting.allowDesktop) throw new LanyardError('platform_not_allowed', { platform });
  if (platform === 'unknown' && !setting.allowUnknownPlatform)
    throw new LanyardError('platform_not_allowed', { platform });
  const { enabled, ios, android } = setting.minimumVersion;
  const minimum = { ios, android, desktop: null, unknown: null }[platform];
  if (enabled && minimum !== null && isOlder(osVersion, minimum))
    throw new LanyardError('os_too_old', { platform, osVersion, minimum });
  if (activeDevices >= setting.maxDevices) throw new LanyardError('device_limit', { maximum: setting.maxDevices });
}
