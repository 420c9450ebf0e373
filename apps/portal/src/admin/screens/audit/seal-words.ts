import type { Dashboard } from '@lanyard/contract';
import type { Tone } from '../../../words/tone.ts';

/** The sealer runs every ten seconds; so long without it is worth a look. */
const LATE_MS = 5 * 60_000;

/** What the chain of the audit log says of itself. @param now the server's, as an instant */
export function sealWords(
  { unsealedSince, sealedPosition, checkpointPosition }: Dashboard['audit'],
  now: string,
): { readonly tone: Tone; readonly title: string; readonly next: string } {
  const isLate = unsealedSince !== null && Date.parse(now) - Date.parse(unsealedSince) > LATE_MS;
  if (isLate)
    return {
      tone: 'attention',
      title: 'Entries wait to be sealed for longer than they should.',
      next: 'Look whether a server process runs its jobs; until then what waits could be changed unnoticed.',
    };
  if (checkpointPosition < sealedPosition && unsealedSince === null)
    return {
      tone: 'waiting',
      title: 'The log is sealed; its next checkpoint is not signed yet.',
      next: 'It is within a minute, where the checkpoint file can be written.',
    };
  return {
    tone: 'active',
    title: 'The log is sealed.',
    next: 'To check every link of the chain, run "lanyard audit verify" on an export.',
  };
}
