import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  /** What the list is for and how to begin. */
  readonly children: ReactNode;
  /** The way to begin: a link or a button. */
  readonly act?: ReactNode;
}

export function EmptyState({ title, children, act }: EmptyStateProps) {
  return (
    <div className="empty">
      <h2 className="empty__title">{title}</h2>
      {children}
      {act !== undefined && <div className="actions">{act}</div>}
    </div>
  );
}
