import type { AdminCaller } from '@lanyard/kernel';
import type { DirectoryPorts } from '../ports.ts';

type Where = Pick<AdminCaller, 'spaces'>;

/** Ids of the people whom a caller may see; null: all. Who administers some spaces sees who has a device there. */
export const peopleSeenBy = async (
  { peopleIn }: DirectoryPorts,
  { spaces }: Where,
): Promise<readonly string[] | null> => (spaces === null ? null : ((await peopleIn?.(spaces)) ?? []));
