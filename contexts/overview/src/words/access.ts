import { attention, named, neutral, say, type ActWords } from './entry.ts';

/** Who may administer, by what, and what needs a second person. */
export const accessWords: Readonly<Record<string, ActWords>> = {
  'admin_link.made': attention(
    'A one-time link to the admin portal was made.',
    'Whoever opens it first signs in as an administrator.',
    'If nobody knows of it, look who uses the console of the server.',
  ),
  'admin_link.redeemed': attention(
    'A one-time link to the admin portal was used.',
    'It opened a session without a card.',
    'If nobody knows of it, end that session and look who uses the console of the server.',
  ),
  'roles.changed': neutral('What the person may administer was changed.'),
  'api_token.made': neutral((d) => `The API token ${named(d, 'name', '')} was made.`, {
    why: 'Programs that hold it act for its maker.',
  }),
  'api_token.revoked': neutral((d) => `The API token ${named(d, 'name', '')} was revoked.`),
  'passkey.added': neutral('A passkey was added.', { why: 'It opens the admin portal without a card.' }),
  'passkey.removed': neutral('A passkey was removed.'),
  'approval.asked': neutral((d) => `The approval of a second person was asked for: ${say(d, 'act', 'an act')}.`),
  'approval.decided': neutral((d) => `An approval was decided: ${say(d, 'decision', 'no decision on record')}.`),
  'approval.withdrawn': neutral('A request for approval was withdrawn.'),
  'approval.done': neutral((d) => `What was approved was done: ${say(d, 'act', 'an act')}.`),
  'approval.failed': attention(
    (d) => `What was approved could not be done: ${say(d, 'code', 'no code on record')}.`,
    'Nothing was changed by it.',
    'Put right what the code names, and ask for approval again.',
  ),
};
