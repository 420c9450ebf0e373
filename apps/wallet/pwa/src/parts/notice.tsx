import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { LanyardWalletError, ServerError } from '@lanyard/wallet/core';
import { CopyButton } from './copy-button.tsx';
import { Icon, type IconName } from './icon.tsx';

interface NoticeProps {
  readonly tone: 'info' | 'waiting' | 'attention';
  readonly title: string;
  readonly children?: ReactNode;
}

const ICONS: Readonly<Record<NoticeProps['tone'], IconName>> = {
  info: 'clock',
  waiting: 'clock',
  attention: 'warning',
};

export function Notice({ tone, title, children }: NoticeProps): JSX.Element {
  return (
    <div className={`notice notice-${tone}`}>
      <Icon name={ICONS[tone]} />
      <div>
        <p className="notice-title">{title}</p>
        {children}
      </div>
    </div>
  );
}

interface ErrorNoticeProps {
  readonly error: unknown;
  /** The name of what it is about, where the screen shows more than one. */
  readonly about?: string | undefined;
  /** What happens by itself. */
  readonly soon?: string | undefined;
}

/** What went wrong, the way out, and below it what a help desk asks for. Said aloud when it appears. */
export function ErrorNotice({ error, about, soon }: ErrorNoticeProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== undefined) place.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  return (
    <div role="alert" className="alert" ref={place}>
      {error === undefined ? null : <ErrorBody error={error} about={about} soon={soon} />}
    </div>
  );
}

function ErrorBody({ error, about, soon }: ErrorNoticeProps): JSX.Element {
  const { title, next, code, reference } = explained(error);
  const details = `${code}${reference === '' ? '' : ` · ${reference}`}`;
  return (
    <Notice tone="attention" title={about === undefined ? title : `“${about}”: ${title}`}>
      <p>{next}</p>
      {soon === undefined ? null : <p>{soon}</p>}
      <details className="details">
        <summary>Details</summary>
        <p className="mono">{details}</p>
        <CopyButton text={details} what="details for the help desk" />
      </details>
    </Notice>
  );
}

interface Explained {
  readonly title: string;
  readonly next: string;
  readonly code: string;
  readonly reference: string;
}

export function explained(error: unknown): Explained {
  if (error instanceof LanyardWalletError) {
    const server = error instanceof ServerError ? error : undefined;
    const left = server?.triesLeft;
    const tries = left === undefined || left <= 0 ? '' : ` ${left === 1 ? 'One try is' : `${left} tries are`} left.`;
    return { title: error.message, next: error.next + tries, code: error.code, reference: server?.reference ?? '' };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    title: 'Something went wrong in the wallet.',
    next: 'Close it and open it again: it goes on where it was.',
    code: text,
    reference: '',
  };
}
