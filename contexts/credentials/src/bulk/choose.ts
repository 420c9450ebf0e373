import { type BulkArea, MOST_BULK } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { ChosenObject, CredentialsParts } from '../ports.ts';

/** What an administrator chose: by hand, or by a list's filter. */
export interface Choice {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a choice names now, as far as the caller may see it.
 * @param spaces those that the caller's roles hold in; null: all
 * @throws LanyardError `not_found` naming ids that are not there, `bulk_too_many`, `bulk_empty`
 */
export async function choose(
  { chosen }: CredentialsParts,
  area: BulkArea,
  { ids, filter }: Choice,
  spaces: readonly string[] | null,
): Promise<readonly ChosenObject[]> {
  const found = await chosen(area, ids === undefined ? { filter: filter ?? {} } : { ids: [...new Set(ids)] }, {
    spaces,
    most: MOST_BULK,
  });
  if (found.length > MOST_BULK) throw new LanyardError('bulk_too_many', { maximum: MOST_BULK });
  const known = new Set(found.map(({ id }) => id));
  const unknown = (ids ?? []).filter((id) => !known.has(id));
  if (unknown.length > 0) throw new LanyardError('not_found', { objects: unknown.slice(0, 20) });
  if (found.length === 0) throw new LanyardError('bulk_empty');
  return found;
}
