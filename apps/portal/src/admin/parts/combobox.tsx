/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/click-events-have-key-events -- ARIA APG combobox: the field keeps the focus and handles the keys of its list */
import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';

export interface ComboOption<T> {
  readonly id: string;
  readonly content: ReactNode;
  readonly value: T;
}

interface ComboboxProps<T> {
  readonly id: string;
  readonly label: string;
  /** The label stands above the field; without it only screen readers hear it. */
  readonly labelShown?: boolean;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly options: readonly ComboOption<T>[];
  /** How the looking goes, in a sentence: shown below the options and said politely. */
  readonly state: string;
  readonly onChoose: (value: T) => void;
  /** A key that leads here, shown in the field. */
  readonly hint?: string;
  readonly describedBy?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/**
 * A field with a list of what was found (the combobox pattern of ARIA APG): focus stays in the field, the arrows
 * walk, Enter takes, Escape closes. Enter never sends the form that the field stands in: what was typed is not chosen yet.
 */
export function Combobox<T>(props: ComboboxProps<T>) {
  const { id, label, labelShown = false, text, onText, options, state, onChoose, hint, describedBy, inputRef } = props;
  const [open, setOpen] = useState(false);
  const [walked, setWalked] = useState(-1);
  const listId = useId();
  const at = Math.min(walked, options.length - 1);
  const choose = (index: number): void => {
    const option = options[index];
    if (option === undefined) return;
    setOpen(false);
    setWalked(-1);
    onChoose(option.value);
  };
  const press = (event: KeyboardEvent): void => {
    const act = keyAct(event.key, at, options.length);
    if (act === null || (act === 'close' && !open)) return;
    event.preventDefault();
    if (act === 'take') choose(at);
    else if (act === 'close') setOpen(false);
    else {
      setOpen(true);
      setWalked(act);
    }
  };
  return (
    <div className="combo" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <label htmlFor={id} className={labelShown ? 'usa-label' : 'usa-sr-only'}>
        {label}
      </label>
      <input
        ref={inputRef}
        id={id}
        className="usa-input combo__input"
        type="search"
        role="combobox"
        autoComplete="off"
        placeholder={labelShown ? undefined : label}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
        aria-describedby={describedBy}
        aria-keyshortcuts={hint}
        value={text}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
        onChange={(event) => {
          onText(event.target.value);
          setOpen(true);
          setWalked(-1);
        }}
      />
      {hint !== undefined && (
        <kbd className="combo__hint" aria-hidden="true">
          {hint}
        </kbd>
      )}
      <div className="combo__box" hidden={!open}>
        <ul id={listId} role="listbox" aria-label={label} className="combo__list">
          {options.map((option, index) => (
            <li
              key={option.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              className="combo__option"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(index)}
            >
              {option.content}
            </li>
          ))}
        </ul>
        <p className="combo__state">{state}</p>
      </div>
      <p className="usa-sr-only" role="status">
        {open ? state : ''}
      </p>
    </div>
  );
}

/** What a key does in the list: where to walk to, or an act. */
function keyAct(key: string, at: number, count: number): number | 'take' | 'close' | null {
  switch (key) {
    case 'ArrowDown':
      return at + 1 >= count ? 0 : at + 1;
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1;
    case 'Enter':
      return 'take';
    case 'Escape':
      return 'close';
    default:
      return null;
  }
}
