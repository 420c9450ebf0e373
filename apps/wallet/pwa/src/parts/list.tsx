import type { JSX, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface RowProps {
  readonly title: string;
  readonly detail?: ReactNode;
  readonly icon?: IconName;
  /** Where it leads; absent for an act. */
  readonly href?: string;
  readonly onClick?: () => void;
  readonly danger?: boolean;
}

export function List({ title, children }: { readonly title?: string; readonly children: ReactNode }): JSX.Element {
  return (
    <section className="list">
      {title === undefined ? null : <h2>{title}</h2>}
      <ul>{children}</ul>
    </section>
  );
}

/** A row that is wholly a link or a button. */
export function Row({ title, detail, icon, href, onClick, danger = false }: RowProps): JSX.Element {
  const className = danger ? 'row row-danger' : 'row';
  const body = (
    <>
      {icon === undefined ? null : <Icon name={icon} />}
      <span className="row-text">
        <span className="row-title">{title}</span>
        {detail === undefined ? null : <span className="row-detail">{detail}</span>}
      </span>
      {href === undefined ? null : <Icon name="forward" className="row-arrow" />}
    </>
  );
  return (
    <li>
      {href === undefined ? (
        <button type="button" className={className} onClick={onClick}>
          {body}
        </button>
      ) : (
        <a className={className} href={href}>
          {body}
        </a>
      )}
    </li>
  );
}
