import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface ScreenProps {
  readonly title: string;
  /** Shown instead of a way back: this is where a tab begins. */
  readonly root?: boolean;
  readonly onBack?: () => void;
  /** At the upper right. */
  readonly action?: ReactNode;
  /** Within reach of the thumb. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** One screen: its heading takes the focus, so that a screen reader says where the person has come. */
export function Screen({ title, root = false, onBack, action, footer, children }: ScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Lanyard`;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title]);
  return (
    <div className="screen">
      <header className="bar">
        {root ? null : (
          <button type="button" className="bar-button" onClick={onBack ?? (() => history.back())}>
            <Icon name="back" />
            <span className="visually-hidden">Back</span>
          </button>
        )}
        <div className="bar-action">{action}</div>
      </header>
      <main className="content">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      {footer === undefined ? null : <div className="footer">{footer}</div>}
    </div>
  );
}
