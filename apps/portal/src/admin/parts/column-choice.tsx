import { useState } from 'react';
import { useSession } from '../state/use-session.ts';
import { readChoice } from './read-choice.ts';
import type { Column } from './table.tsx';

/** Which columns of a table this person wants to see, remembered in this browser. */
export function useChosenColumns<Row>(noun: string, columns: readonly Column<Row>[]) {
  const place = `lanyard.columns.${useSession().personId}.${noun}`;
  const [shown, setShown] = useState(() => readChoice(localStorage.getItem(place), columns));
  const choose = (keys: readonly string[]): void => {
    localStorage.setItem(place, JSON.stringify(keys));
    setShown(keys);
  };
  return [shown, choose] as const;
}

interface ColumnChoiceProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly string[];
  readonly onChange: (keys: readonly string[]) => void;
}

export function ColumnChoice<Row>({ columns, shown, onChange }: ColumnChoiceProps<Row>) {
  const flip = (key: string): void =>
    onChange(shown.includes(key) ? shown.filter((other) => other !== key) : [...shown, key]);
  return (
    <details className="menu">
      <summary>Columns</summary>
      <fieldset className="menu__box">
        <legend className="usa-sr-only">Columns that are shown</legend>
        {columns.slice(1).map(({ key, title }) => (
          <label key={key} className="tick">
            <input type="checkbox" checked={shown.includes(key)} onChange={() => flip(key)} />
            {title}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
