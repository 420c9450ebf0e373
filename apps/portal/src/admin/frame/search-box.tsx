import type { SearchHit } from '@lanyard/contract';
import { searchAnswer } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useId, useRef } from 'react';
import { troubleOf } from '../../api/trouble.ts';
import { adminQuery } from '../api/admin-query.ts';
import { Combobox } from '../parts/combobox.tsx';
import { useSettled } from '../state/use-settled.ts';
import { searchKindTitles } from '../words/search-words.ts';

/** Finds any person, device, serial number, configuration or group; `/` leads here from anywhere. */
export function SearchBox() {
  const { history } = useRouter();
  const input = useRef<HTMLInputElement>(null);
  useSlash(input);
  const [typed, type] = useSettled('');
  const wanted = typed.settled.trim();
  const found = useQuery({ ...adminQuery(searchAnswer, 'search', { q: wanted }), enabled: wanted.length > 1 });
  // While somebody types on, Enter must not lead to what fitted the letters before.
  const resting = typed.now.trim() === wanted;
  const hits = resting && wanted.length > 1 ? (found.data?.hits ?? []) : [];
  return (
    <search className="search">
      <Combobox
        inputRef={input}
        label="Search people, devices, serial numbers"
        id={useId()}
        text={typed.now}
        onText={type}
        options={hits.map((hit) => ({ id: `${hit.kind}:${hit.id}`, content: <Hit hit={hit} />, value: hit }))}
        state={searchState(
          wanted,
          found.isFetching || !resting,
          found.error,
          hits.length,
          found.data?.more.length ?? 0,
        )}
        hint="/"
        onChoose={(hit) => {
          type('');
          input.current?.blur();
          history.push(hit.link);
        }}
      />
    </search>
  );
}

function searchState(wanted: string, busy: boolean, error: unknown, count: number, more: number): string {
  if (wanted.length < 2) return 'Type two letters or more of a name, an e-mail, a device or a serial number.';
  if (error !== null) return `${troubleOf(error).title} ${troubleOf(error).next}`;
  if (busy) return 'Looking…';
  if (count === 0) return `Nothing begins with "${wanted}". Try a user name, an e-mail address or a serial number.`;
  return more === 0 ? `${count} found.` : `${count} found, and there are more: type on.`;
}

function Hit({ hit }: { readonly hit: SearchHit }) {
  return (
    <>
      <span className="search__kind">{searchKindTitles[hit.kind]}</span>
      <span className="search__title">{hit.title}</span>
      <span className="search__detail">{hit.detail}</span>
    </>
  );
}

/** `/` focuses the search, except where it is typed as a letter. */
function useSlash(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [input]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
