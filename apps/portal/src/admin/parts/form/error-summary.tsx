import { useEffect, useRef } from 'react';
import { goToField } from './go-to-field.ts';

export interface SummaryLine {
  /** Of the field, or null when it is about the whole. */
  readonly id: string | null;
  readonly title: string;
  readonly message: string;
}

/** What must be mended before the form can be sent; takes the focus when it appears. */
export function ErrorSummary({ lines }: { readonly lines: readonly SummaryLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div className="error-summary" ref={box} tabIndex={-1} role="alert">
      <h2 className="error-summary__title">
        {lines.length === 1 ? 'One field needs another look' : `${lines.length} fields need another look`}
      </h2>
      <ul>
        {lines.map(({ id, title, message }) => (
          <li key={`${id ?? ''}${message}`}>
            {id === null ? (
              message
            ) : (
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault();
                  goToField(id);
                }}
              >
                {title}: {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
