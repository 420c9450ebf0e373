import { attention, named, neutral, say, type ActWords } from './entry.ts';

/** What administrators and the system itself do. */
export const administrationWords: Readonly<Record<string, ActWords>> = {
  'person.added': neutral('The person was added.'),
  'person.changed': neutral('Facts about the person were changed.'),
  'person.state-set': {
    sentence: (d) => `The account was set to ${say(d, 'to', say(d, 'state', 'another state'))}.`,
    tone: 'attention',
    why: 'Suspended: credentials rest. Terminated: they are revoked. Active: they work again unless they were revoked.',
    cure: 'Set the state back if that was a mistake; what was revoked has to be requested anew.',
  },
  'group.added': neutral((d) => `The user group ${named(d, 'name', '')} was added.`),
  'group.renamed': neutral((d) => `The user group ${named(d, 'before', '')} is called ${named(d, 'name', '')} now.`),
  'group.deleted': neutral((d) => `The user group ${named(d, 'name', '')} was deleted.`, {
    why: 'Its settings and configurations do not hold for its members any more.',
  }),
  'group.joined': neutral('Joined a user group.', {
    why: 'Settings and configurations of the group hold from now on.',
  }),
  'group.left': neutral('Left a user group.', {
    why: 'Settings and configurations of the group do not hold any more.',
  }),
  'setting.changed': neutral((d) => `The setting ${say(d, 'kind', '')} was changed.`, {
    why: 'Devices that it concerns are told at their next check-in.',
  }),
  'logo.uploaded': neutral('A logo was uploaded.'),
  'authority.imported': neutral('An authority was imported.'),
  'authority.rolled-over': neutral('An authority was given a successor.'),
  'crl.published': neutral('A CRL was published by hand.'),
  'crl.imported': neutral('A CRL was imported.'),
  'crl.overdue': attention(
    'The CRL in force is older than it should be.',
    'When its time is over, relying parties refuse every certificate of this authority.',
    'Look at the jobs and at the key of the authority; an offline root needs a ceremony.',
  ),
  'database.recovered': attention(
    'An older database was accepted.',
    'What happened after its backup is not in it.',
    'Compare with the checkpoints kept outside the database.',
  ),
};
