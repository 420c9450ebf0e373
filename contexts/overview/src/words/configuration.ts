import { attention, named, neutral, say, type ActWords } from './entry.ts';

const CHECK_IN = 'Devices that it concerns are told at their next check-in.';
const name = (what: string, did: string) => (d: Readonly<Record<string, unknown>>) =>
  `${what} ${named(d, 'name', '')} ${did}.`.replace('  ', ' ');
const changed = (what: string, did: string): ActWords => neutral(name(what, did), { why: CHECK_IN });

/** What devices are given, and where from. */
export const configurationWords: Readonly<Record<string, ActWords>> = {
  'config.applied': neutral(
    (d) =>
      `A configuration file was applied: ${say(d, 'created', '0')} made, ${say(d, 'changed', '0')} changed, ${say(d, 'deleted', '0')} deleted.`,
    { why: CHECK_IN },
  ),
  'configuration.added': neutral(name('The configuration', 'was added'), {
    why: 'No device has it before it is published.',
  }),
  'configuration.changed': neutral(name('The configuration', 'was changed'), {
    why: 'Devices keep the published version until this one is published.',
  }),
  'configuration.published': changed('The configuration', 'was published'),
  'configuration.deleted': changed('The configuration', 'was deleted'),
  'configuration.restored': changed('The configuration', 'was restored'),
  'app.added': changed('The app', 'was added to the catalog'),
  'app.changed': changed('The app', 'was changed'),
  'app.deleted': changed('The app', 'was deleted from the catalog'),
  'app.restored': changed('The app', 'was put back into the catalog'),
  'app.package_added': changed('A new version of the app', 'was uploaded'),
  'app.screenshot_added': neutral('A screenshot was added to an app.'),
  'app.screenshot_removed': neutral('A screenshot was removed from an app.'),
  'app_configuration.added': changed('The app configuration', 'was added'),
  'app_configuration.changed': changed('The app configuration', 'was changed'),
  'app_configuration.deleted': changed('The app configuration', 'was deleted'),
  'app_configuration.restored': changed('The app configuration', 'was restored'),
  'app_configuration.ordered': neutral('App configurations were put into another order.', {
    why: 'A device gets the first whose audience it is in.',
  }),
  'device_group.added': neutral(name('The device group', 'was added')),
  'device_group.changed': changed('The device group', 'was changed'),
  'device_group.deleted': changed('The device group', 'was deleted'),
  'device_group.members': changed('The members of the device group', 'were changed'),
  'space.added': neutral(name('The space', 'was added')),
  'space.changed': changed('The space', 'was changed'),
  'space.deleted': changed('The space', 'was deleted'),
  'provider.added': neutral(name('The provider', 'was added')),
  'provider.changed': neutral(name('The provider', 'was changed'), {
    why: 'It decides who makes credentials from now on.',
  }),
  'provider.deleted': neutral(name('The provider', 'was deleted')),
  'ldap.added': neutral(name('The LDAP connection', 'was added')),
  'ldap.changed': neutral(name('The LDAP connection', 'was changed')),
  'ldap.deleted': neutral(name('The LDAP connection', 'was deleted')),
  'intake.read': neutral('A file or directory of people was read.', { why: 'Nothing was changed by it yet.' }),
  'intake.applied': neutral('What a file or directory said of people was taken over.'),
  'intake.discarded': neutral('What a file or directory said of people was discarded.'),
  'logo.uploaded': neutral('A logo of the organisation was uploaded.'),
  'invitation.started': neutral('Invitations are being sent.'),
  'invitation.ended': neutral('Invitations were sent.'),
  'desktop.paired': neutral(name('The desktop computer', 'was paired'), {
    why: 'It can use the phone as a smart card.',
  }),
  'desktop.unpaired': neutral(name('The desktop computer', 'was unpaired'), {
    why: 'It can use the phone no more; the phone keeps its credential.',
  }),
  'desktop.may-wake': neutral('A desktop computer may wake the phone from now on.', {
    why: 'The phone shows a notification when a program there wants the card.',
  }),
  'desktop.may-not-wake': neutral('No desktop computer may wake the phone any more.'),
  'request.redirected': neutral('Was sent to the self-service module of the provider.', {
    why: 'What happens there is on record there.',
  }),
  'sessions.all-ended': attention(
    'Every session was ended.',
    'Everybody has to sign in again.',
    'If nobody knows why, ask the security officer.',
  ),
};
