import { LanyardError, requireVersion, type Actor } from '@lanyard/kernel';

/** Who edits at the admin interface, and in which spaces. */
export interface Editor {
  readonly actor: Actor;
  /** As lists show who changed something. */
  readonly name: string;
  /** Null: all. */
  readonly spaces: readonly string[] | null;
  readonly correlationId: string;
}

interface Placed {
  readonly space_id: string;
  readonly all_spaces: boolean;
}

export const maySee = ({ spaces }: Pick<Editor, 'spaces'>, { space_id, all_spaces }: Placed): boolean =>
  spaces === null || all_spaces || spaces.includes(space_id);

/**
 * What reaches all spaces is for whoever administers all.
 * @throws LanyardError `space_not_yours`
 */
export function refuseForeignSpace({ spaces }: Pick<Editor, 'spaces'>, { space_id, all_spaces }: Placed): void {
  if (spaces === null) return;
  if (all_spaces || !spaces.includes(space_id)) throw new LanyardError('space_not_yours', { spaceId: space_id });
}

interface Versioned {
  readonly version: number;
  readonly changed_at: Date;
  readonly changed_by?: string;
}

/**
 * Of two who edit one thing at once the second learns that there was a first.
 * @throws LanyardError `conflict` with the version that stands now, and whose it is
 */
export const refuseStale = ({ version, changed_at, changed_by }: Versioned, made: number): void =>
  requireVersion(made, { version, changedAt: changed_at, changedBy: changed_by });
