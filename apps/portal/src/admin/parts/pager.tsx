import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';

interface PagerProps {
  /** Where the next page begins, or null at the end. */
  readonly next: string | null;
  /** Where the present page begins; null is the first. */
  readonly after: string | null;
  readonly onGo: (after: string | null) => void;
}

/**
 * From page to page of a list that is cut by key. Going back is known for the pages that were walked through here;
 * from a link into the middle only the first page is.
 */
export function Pager({ next, after, onGo }: PagerProps) {
  /** Where the page before each began, by where it begins: the browser's own way back leaves it true. */
  const [before, setBefore] = useState<Readonly<Record<string, string | null>>>({});
  if (next === null && after === null) return null;
  const back = after === null ? null : (before[after] ?? null);
  return (
    <nav className="pager" aria-label="Pages">
      {after !== null && (
        <Button type="button" outline onClick={() => onGo(back)}>
          {back === null ? 'First page' : 'Previous page'}
        </Button>
      )}
      {next !== null && (
        <Button
          type="button"
          outline
          onClick={() => {
            if (next === after) return; // pressed again while that page is still on its way
            setBefore({ ...before, [next]: after });
            onGo(next);
          }}
        >
          Next page
        </Button>
      )}
    </nav>
  );
}
