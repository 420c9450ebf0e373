import { DateText } from '../../parts/date.tsx';

/** An instant in words, or what its absence means. */
export function MaybeDate({ at, none = '' }: { readonly at: string | null; readonly none?: string }) {
  return at === null ? <>{none}</> : <DateText at={at} />;
}
