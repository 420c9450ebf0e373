import { secretGroups, spelled } from '../words/secret-words.ts';
import { CopyButton } from './copy-button.tsx';

interface SecretFieldProps {
  readonly label: string;
  readonly value: string;
  /** For scripts that read the page: `registration-pin`, `user-name`, `activation-password`. */
  readonly name: string;
  /** A user name is read as a word, a one-time secret letter by letter. */
  readonly spell?: boolean;
}

/** Something to be typed on the phone: large, in groups, with a copy button; its text is exactly the value. */
export function SecretField({ label, value, name, spell = true }: SecretFieldProps) {
  const groups = spell ? secretGroups(value) : [value];
  return (
    <div className="secret">
      <div className="secret__label">{label}</div>
      <div className="secret__row">
        {spell && <span className="usa-sr-only">{spelled(value)}</span>}
        <code
          className={spell ? 'secret__value' : 'secret__value secret__value--name'}
          data-field={name}
          aria-hidden={spell || undefined}
        >
          {groups.map((group, index) => (
            <span key={index} className="secret__group">
              {group}
            </span>
          ))}
        </code>
        <CopyButton text={value} what={label.toLowerCase().replace(/\bpin\b/u, 'PIN')} />
      </div>
    </div>
  );
}
