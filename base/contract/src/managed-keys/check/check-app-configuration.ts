import type { Finding } from '../finding.ts';
import { checkCertificates } from './check-certificates.ts';
import { checkEmailPlus } from './check-email-plus.ts';
import { checkKeys } from './check-keys.ts';
import { checkPairs } from './check-pairs.ts';
import { checkShadows } from './check-shadows.ts';
import { checkTunnels } from './check-tunnels.ts';
import type { Subject } from './subject.ts';

/**
 * Everything that can be said of an app configuration before a device has it. The portal asks while it is typed, the
 * server when it is saved, and the lint afterwards. Nothing is changed: keys and values stay as they were typed.
 */
export const checkAppConfiguration = (subject: Subject): Finding[] => [
  ...checkKeys(subject),
  ...checkPairs(subject),
  ...checkCertificates(subject),
  ...checkTunnels(subject),
  ...checkEmailPlus(subject),
  ...checkShadows(subject),
];
