import { Button } from '@trussworks/react-uswds';
import { troubleOf } from '../api/trouble.ts';
import { CopyButton } from './copy-button.tsx';
import { Note } from './note.tsx';
import { SupportContact } from './support-contact.tsx';

interface TroubleNoteProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** A failure: the words first; code and reference for the help desk below, on demand. */
export function TroubleNote({ error, onRetry }: TroubleNoteProps) {
  const { title, next, code, correlationId } = troubleOf(error);
  return (
    <Note tone="attention" title={title} urgent>
      <p>{next}</p>
      <SupportContact />
      {onRetry !== undefined && (
        <Button type="button" outline className="button-small" onClick={onRetry}>
          Try Again
        </Button>
      )}
      {code !== null && <Reference code={code} correlationId={correlationId} />}
    </Note>
  );
}

function Reference({ code, correlationId }: { readonly code: string; readonly correlationId: string | null }) {
  return (
    <details className="fold">
      <summary>Details</summary>
      <dl className="facts">
        <dt>Code</dt>
        <dd>
          <code>{code}</code>
        </dd>
        {correlationId !== null && (
          <>
            <dt>Reference</dt>
            <dd>
              <code>{correlationId}</code> <CopyButton text={`${code} ${correlationId}`} what="code and reference" />
            </dd>
          </>
        )}
      </dl>
    </details>
  );
}
