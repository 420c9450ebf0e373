import { Button } from '@trussworks/react-uswds';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { activityQuery, homeQuery } from '../../api/queries.ts';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { boundCredential } from '../../words/binding.ts';
import { ActivityRow } from './activity-row.tsx';

/** What happened with the person's credentials, newest first. */
export function ActivityScreen() {
  const activity = useInfiniteQuery(activityQuery);
  const home = useQuery(homeQuery).data;
  const items = activity.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useFocusOnMore(items.length);
  return (
    <>
      <PageHeading>Activity</PageHeading>
      <p className="lead">
        What happened with your phones and credentials. If you did not do something here, say so beside it.
      </p>
      {activity.isError && <TroubleNote error={activity.error} onRetry={() => void activity.refetch()} />}
      {activity.isPending && <Waiting>Looking…</Waiting>}
      {activity.isSuccess && items.length === 0 && (
        <p>Nothing yet. Requests, registrations and credentials appear here as they happen.</p>
      )}
      {items.length > 0 && (
        <ul className="rows" ref={list}>
          {items.map((item) => (
            <ActivityRow
              key={item.id}
              item={item}
              device={home?.devices.find(({ id }) => id === item.deviceId)?.name ?? null}
              credential={boundCredential(item, home?.credentials ?? [])}
            />
          ))}
        </ul>
      )}
      {activity.hasNextPage && (
        <Button
          type="button"
          outline
          aria-disabled={activity.isFetchingNextPage}
          onClick={() => void activity.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
    </>
  );
}

/** The button that shows more goes away at the end of the list: the first entry it brought takes the focus. */
function useFocusOnMore(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(0);
  useEffect(() => {
    const first = before.current > 0 && count > before.current ? list.current?.children[before.current] : undefined;
    before.current = count;
    if (first instanceof HTMLElement) first.focus();
  }, [count]);
  return list;
}
