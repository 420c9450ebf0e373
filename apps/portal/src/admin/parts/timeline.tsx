import type { TimelineItem } from '@lanyard/contract';
import { timelinePage } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { DateText } from '../../parts/date.tsx';
import { Mark } from '../../parts/state-mark.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import type { Tone } from '../../words/tone.ts';
import { adminCall, adminKey } from '../api/admin-call.ts';

const tones: Readonly<Record<TimelineItem['tone'], Tone>> = {
  neutral: 'ended',
  good: 'active',
  attention: 'attention',
  ended: 'ended',
};

const timelineQuery = (path: string) =>
  infiniteQueryOptions({
    queryKey: adminKey(path.split('/')[0] ?? path, 'timeline', path),
    queryFn: ({ pageParam }) =>
      adminCall(timelinePage, 'GET', pageParam === null ? path : `${path}?after=${encodeURIComponent(pageParam)}`),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/**
 * What happened with a person or a device, newest first, in plain words: what, why it matters, what helps.
 * @param path of its timeline, what follows `/api/admin/`
 */
export function Timeline({ path, label }: { readonly path: string; readonly label: string }) {
  const story = useInfiniteQuery(timelineQuery(path));
  const items = story.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {story.isError && <TroubleNote error={story.error} onRetry={() => void story.refetch()} />}
      {story.isPending && <Waiting>Looking…</Waiting>}
      {story.isSuccess && items.length === 0 && <p>Nothing happened yet. Requests and registrations appear here.</p>}
      {items.length > 0 && (
        <ol className="timeline" aria-label={label}>
          {items.map((item) => (
            <Entry key={item.id} item={item} />
          ))}
        </ol>
      )}
      {story.hasNextPage && (
        <Button
          type="button"
          outline
          aria-disabled={story.isFetchingNextPage}
          onClick={() => void story.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
    </>
  );
}

function Entry({ item }: { readonly item: TimelineItem }) {
  return (
    <li className={`timeline__entry timeline__entry--${tones[item.tone]}`} data-act={item.act}>
      <span className="timeline__mark">
        <Mark tone={tones[item.tone]} size={20} />
      </span>
      <div>
        <p className="timeline__what">{item.sentence}</p>
        {item.why !== null && <p>{item.why}</p>}
        {item.cure !== null && (
          <p>
            <strong>What helps:</strong> {item.cure}
          </p>
        )}
        <p className="quiet">
          <DateText at={item.at} /> · {item.by}
          {item.correlationId !== null && item.tone === 'attention' && (
            <>
              {' · '}
              <code>{item.correlationId}</code>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
