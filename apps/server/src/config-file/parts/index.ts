import type { Part } from '../part.ts';
import { appConfigurations, apps } from './apps.ts';
import { configurations } from './configurations.ts';
import { ldapConnections } from './ldap-connections.ts';
import { logos } from './logos.ts';
import { notificationTexts } from './notification-texts.ts';
import { deviceGroups, spaces } from './places.ts';
import { providers } from './providers.ts';
import { roles } from './roles.ts';
import { userGroups } from './user-groups.ts';
import { userSettings } from './user-settings.ts';

/** Does the same with each part, in the order in which they are written: what others name comes before them. */
export function eachPart<R>(work: <T>(part: Part<T>) => R): R[] {
  return [
    work(userGroups),
    work(deviceGroups),
    work(spaces),
    work(providers),
    work(logos),
    work(userSettings),
    work(configurations),
    work(apps),
    work(appConfigurations),
    work(notificationTexts),
    work(ldapConnections),
    work(roles),
  ];
}
