import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What a query brought, or that it is under way, or why it did not come and the way to try again. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  return (
    <>
      {query.isError && <TroubleNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Waiting>Looking…</Waiting>}
      {query.data !== undefined && children(query.data)}
    </>
  );
}
