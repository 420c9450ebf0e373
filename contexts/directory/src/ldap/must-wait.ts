/** Fewer than these are everyday. */
const AT_LEAST = 20;
const SHARE = 0.01;

/**
 * Whether a run has to wait for a person: a filter or a search base that was mistyped must not end an agency.
 * @param gone people who would be suspended or terminated
 * @param entries that the directory has
 * @param active people who are active here
 * @returns why it waits, in words; null where it need not
 */
export function mustWait(gone: number, entries: number, active: number): string | null {
  if (gone === 0) return null;
  const ask = 'Look at who they are, then confirm or discard.';
  if (entries === 0) return `The directory has nobody at all, so that ${gone} people would end. ${ask}`;
  if (gone >= AT_LEAST && gone > active * SHARE)
    return `${gone} of ${active} active people would end, which is more than 1 in 100. ${ask}`;
  return null;
}
