import { isUniqueViolation, LanyardError } from '@lanyard/kernel';

/**
 * Runs a write of a person, and says which name belongs to somebody else already.
 * @throws LanyardError `conflict` with `field`
 */
export async function sayingWhatIsTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    for (const [constraint, field] of [
      ['person_upn', 'upn'],
      ['person_user_name', 'userName'],
      ['person_external', 'externalId'],
    ] as const)
      if (isUniqueViolation(error, constraint)) throw new LanyardError('conflict', { field }, { cause: error });
    throw error;
  }
}
