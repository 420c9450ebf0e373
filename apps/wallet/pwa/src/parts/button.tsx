import type { JSX, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly busy?: boolean;
}

/** A button stays where it is and can be focused while it works; a second press does nothing. */
export function Button({
  children,
  onClick,
  type = 'button',
  look = 'main',
  icon,
  busy = false,
}: ButtonProps): JSX.Element {
  return (
    // The type is one of two literals; the rule only knows a literal written here.
    <button
      type={type === 'submit' ? 'submit' : 'button'}
      className={`button button-${look}`}
      aria-disabled={busy}
      onClick={busy ? undefined : onClick}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{children}</span>
      {busy ? <span className="spinner" aria-hidden="true" /> : null}
    </button>
  );
}
