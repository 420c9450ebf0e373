import { requestListPage } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { adminQuery } from '../../api/admin-query.ts';

/** While somebody calls, their request moves on, and with it what they have: it is looked at this often. */
export const followMs = 5_000;

/** The newest request of a person. No older one is open: a new one takes their place. */
export const useLatestRequest = (personId: string) =>
  useQuery({
    ...adminQuery(requestListPage, 'requests', { person: personId, limit: '1' }),
    refetchInterval: followMs,
  });
