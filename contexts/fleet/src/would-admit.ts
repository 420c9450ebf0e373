import type { DeviceRegistrationSetting, ErrorCode, RegistrationInput } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { admitDevice } from './admit-device.ts';

/**
 * Whether a device would be registered, by what a registration checks.
 * @param activeDevices of the person, at present
 * @returns why not; null where it would
 */
export function wouldAdmit(
  setting: DeviceRegistrationSetting,
  reported: Pick<RegistrationInput, 'platform' | 'osVersion'>,
  activeDevices: number,
): ErrorCode | null {
  try {
    admitDevice(setting, reported, activeDevices);
    return null;
  } catch (error) {
    if (error instanceof LanyardError) return error.code;
    throw error;
  }
}
