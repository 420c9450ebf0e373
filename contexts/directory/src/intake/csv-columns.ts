import { personFacts } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';

export interface Columns {
  /** Field → index of its cell. */
  readonly places: ReadonlyMap<string, number>;
  /** How many cells the header has. */
  readonly count: number;
}

/** Headers as people and other products write them, letters and digits only, in lower case. */
const recognised: Readonly<Record<string, readonly string[]>> = {
  userName: ['username', 'user', 'userid', 'uid', 'login', 'loginname', 'samaccountname', 'account'],
  upn: ['upn', 'userprincipalname', 'principalname'],
  email: ['email', 'mail', 'emailaddress', 'mailaddress', 'useremailaddress'],
  displayName: ['displayname', 'name', 'fullname', 'cn'],
  givenName: ['givenname', 'firstname', 'first', 'forename'],
  surname: ['surname', 'lastname', 'last', 'familyname', 'sn'],
  state: ['state', 'status', 'userstate'],
  groups: ['groups', 'usergroups', 'memberof', 'group'],
};
/** Without these nobody can be added. */
const needed = ['userName', 'upn', 'givenName', 'surname'] as const;

/**
 * Finds the columns of a file by its header.
 * @throws LanyardError `input_invalid` naming columns that are missing, or that are there twice
 */
export function columnsOf(header: readonly string[], mapping: Readonly<Record<string, string>>): Columns {
  const places = new Map<string, number>();
  const wrong: { field: string; message: string }[] = [];
  for (const [field, names] of Object.entries(recognised)) {
    const wanted = mapping[field];
    const found = header.flatMap((title, i) =>
      (wanted === undefined ? names.includes(plain(title)) : title.trim() === wanted.trim()) ? [i] : [],
    );
    if (found.length > 1) wrong.push({ field, message: 'two columns of the file could be this: name one' });
    if (wanted !== undefined && found.length === 0)
      wrong.push({ field, message: `the file has no column "${wanted}"` });
    if (found[0] !== undefined) places.set(field, found[0]);
  }
  for (const field of needed)
    if (!places.has(field) && mapping[field] === undefined)
      wrong.push({
        field,
        message: `the file has no column for this (${personFacts.shape[field].meta()?.title ?? field})`,
      });
  if (wrong.length > 0) throw new LanyardError('input_invalid', { fields: wrong, columns: header.slice(0, 100) });
  return { places, count: header.length };
}

const plain = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
