import type { Consequence } from '@lanyard/contract';
import { numberWords } from '../words/total-words.ts';

/** What a change brings about, before it is made. */
export function Consequences({ items }: { readonly items: readonly Consequence[] }) {
  if (items.length === 0) return <p>Nothing else changes because of it.</p>;
  return (
    <ul>
      {items.map(({ code, text, count }) => (
        <li key={code}>
          {text} {count > 0 && <strong>({numberWords(count)})</strong>}
        </li>
      ))}
    </ul>
  );
}
