import { serverNow } from '../api/server-clock.ts';
import { dateWords, fullDateWords } from '../words/dates.ts';

/** An instant in words; the whole of it, with its zone, for those who point at it. */
export function DateText({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={fullDateWords(at)}>
      {dateWords(at, serverNow())}
    </time>
  );
}
