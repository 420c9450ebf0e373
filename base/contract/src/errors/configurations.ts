import { entry, type ErrorEntry } from './entry.ts';

/** Errors of configurations, spaces and device groups. */
export const configurationsErrors = {
  configuration_not_found: entry(
    'absent',
    'There is no such configuration, or it lies in a space that is not yours.',
    'Go back to the list of configurations.',
  ),
  configuration_name_taken: entry(
    'conflict',
    'Another configuration has this name.',
    'Choose another name: others refer to configurations by it.',
  ),
  configuration_in_use: entry(
    'conflict',
    'Others refer to this.',
    'Take it out of what is named below first, or give them something else in its place.',
  ),
  configuration_audience_fixed: entry(
    'invalid',
    'This configuration is applied to no devices of itself, and you cannot change that.',
    'Refer to it from an app: it is applied together with the app.',
  ),
  configuration_not_restorable: entry(
    'gone',
    'This configuration was not deleted, or its 30 days are over.',
    'Make a new one.',
  ),
  certificate_file_invalid: entry(
    'invalid',
    'This file cannot be used as a CA certificate.',
    'Give one certificate of a CA, as PEM or DER; make one configuration for each certificate of a chain.',
  ),
  space_not_found: entry('absent', 'There is no such space.', 'Go back to the list of spaces.'),
  space_fixed: entry(
    'conflict',
    'The Default Space takes every device that no other space claims, so it can be renamed but has no rule and no end.',
    'Change the rules of the other spaces.',
  ),
  space_name_taken: entry('conflict', 'Another space has this name.', 'Choose another name.'),
  space_not_yours: entry(
    'forbidden',
    'This lies in a space that you do not administer, or would reach all spaces.',
    'Ask an administrator of that space.',
  ),
  device_group_not_found: entry('absent', 'There is no such device group.', 'Go back to the list of device groups.'),
  device_group_name_taken: entry('conflict', 'Another device group has this name.', 'Choose another name.'),
} as const satisfies Record<string, ErrorEntry>;
