/** Who did it, in words. @param name of the person, where the directory knows them */
export function actorLabel(actor: Readonly<Record<string, unknown>>, name: string | null): string {
  const text = (key: string): string => (typeof actor[key] === 'string' ? actor[key] : '');
  switch (actor['kind']) {
    case 'person':
      return name ?? 'a person who is not in the directory any more';
    case 'token':
      return `the API token "${text('name')}" of ${name ?? 'somebody'}`;
    case 'approved':
      return `${name ?? 'a person who is not in the directory any more'}, with the approval of a second person`;
    case 'device':
      return name === null ? 'a device' : `a device of ${name}`;
    case 'console':
      return `${text('user') || 'somebody'} at the console`;
    case 'stranger':
      return `somebody unknown at ${text('source')}`;
    case 'system':
      // A desktop's reader has a key and no name of its own in the log.
      return text('part').startsWith('reader ') ? 'the desktop itself' : `the system (${text('part')})`;
    default:
      return 'unknown';
  }
}
