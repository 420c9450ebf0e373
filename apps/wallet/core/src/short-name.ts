/** The longest name of a device that servers take, in UTF-16 units. */
const LONGEST_NAME = 60;

/** A name as long as servers take it, cut between characters as people see them: half an emoji is none. */
export function shortName(name: string): string {
  let short = '';
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (short.length + segment.length > LONGEST_NAME) break;
    short += segment;
  }
  return short.trim();
}
