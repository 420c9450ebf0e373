import { deviceListPage, groupPage, listPage, personPage } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { z } from 'zod';
import type { Reader } from '../../api/client.ts';
import { troubleOf } from '../../api/trouble.ts';
import { adminQuery } from '../api/admin-query.ts';
import { useSettled } from '../state/use-settled.ts';
import { numberWords } from '../words/total-words.ts';
import { Combobox } from './combobox.tsx';

/** Something that was picked, with the name it had then. */
export interface Picked {
  readonly id: string;
  readonly name: string;
}

/** Where things to pick are found. */
export interface PickSource {
  readonly path: string;
  readonly read: Reader<readonly (Picked & { readonly detail: string })[]>;
}

/** A source of a list of the admin interface. @param pick what of a row is shown */
export function pickFrom<Row>(
  path: string,
  page: z.ZodType<{ items: Row[] }>,
  pick: (row: Row) => Picked & { readonly detail: string },
): PickSource {
  return { path, read: { parse: (value) => page.parse(value).items.map(pick) } };
}

const named = z.object({ id: z.string(), name: z.string() });

export const peopleSource = pickFrom('people', personPage, ({ id, displayName, userName }) => ({
  id,
  name: displayName,
  detail: userName,
}));
export const groupsSource = pickFrom('groups', groupPage, ({ id, name, members }) => ({
  id,
  name,
  detail: `${numberWords(members.count)}${members.atLeast ? '+' : ''} members`,
}));
export const devicesSource = pickFrom('devices', deviceListPage, ({ id, name, person }) => ({
  id,
  name,
  detail: person?.displayName ?? 'nobody',
}));
export const deviceGroupsSource = pickFrom('device-groups', listPage(named), ({ id, name }) => ({
  id,
  name,
  detail: '',
}));

export const spacesSource = pickFrom('spaces', z.object({ items: z.array(named) }), ({ id, name }) => ({
  id,
  name,
  detail: '',
}));

interface PickerProps {
  readonly label: string;
  readonly source: PickSource;
  readonly picked: readonly Picked[];
  readonly onChange: (picked: readonly Picked[]) => void;
  /** One at most: a second replaces the first. */
  readonly single?: boolean;
  readonly describedBy?: string;
  readonly id?: string;
}

/** Finds things by their name and keeps the chosen ones below the field. */
export function Picker({ label, source, picked, onChange, single = false, describedBy, id }: PickerProps) {
  const ownId = useId();
  const [typed, type] = useSettled('');
  const [said, say] = useState('');
  const words = typed.settled.trim();
  const found = useQuery({ ...adminQuery(source.read, source.path, { q: words, limit: '10' }), enabled: words !== '' });
  // While somebody types on, Enter must not take what fitted the letters before.
  const resting = typed.now.trim() === words;
  const options = (resting && words !== '' ? (found.data ?? []) : []).filter(
    (option) => !picked.some((other) => other.id === option.id),
  );
  const choose = ({ id: chosen, name }: Picked): void => {
    onChange(single ? [{ id: chosen, name }] : [...picked, { id: chosen, name }]);
    say(`${name} was added.`);
    type('');
  };
  return (
    <div className="picker" tabIndex={-1}>
      <Combobox
        id={id ?? ownId}
        label={label}
        labelShown
        text={typed.now}
        onText={type}
        options={options.map((option) => ({ id: option.id, value: option, content: <Found {...option} /> }))}
        state={stateWords(words, found.isFetching || !resting, found.error, options.length)}
        onChoose={choose}
        {...(describedBy === undefined ? {} : { describedBy })}
      />
      <ul className="picker__picked">
        {picked.map((each) => (
          <li key={each.id} className="picker__one">
            {each.name}
            <Button
              type="button"
              unstyled
              onClick={() => {
                onChange(picked.filter((other) => other.id !== each.id));
                say(`${each.name} was taken out.`);
              }}
            >
              Remove<span className="usa-sr-only"> {each.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <span className="usa-sr-only" role="status">
        {said}
      </span>
    </div>
  );
}

const Found = ({ name, detail }: { readonly name: string; readonly detail: string }) => (
  <>
    <span className="search__title">{name}</span>
    <span className="search__detail">{detail}</span>
  </>
);

function stateWords(words: string, busy: boolean, error: unknown, count: number): string {
  if (words === '') return 'Type the beginning of a name.';
  if (error !== null) return `${troubleOf(error).title} ${troubleOf(error).next}`;
  if (busy) return 'Looking…';
  return count === 0 ? `Nothing begins with "${words}".` : `${count} found.`;
}
