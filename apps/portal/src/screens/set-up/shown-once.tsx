import type { RequestView } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { Note } from '../../parts/note.tsx';

interface ShownOnceProps {
  readonly request: RequestView;
  readonly buttonLabel: string;
}

/** After a reload: the secrets were in the memory of the page before, and nowhere else. */
export function ShownOnce({ request, buttonLabel }: ShownOnceProps) {
  const needsPin = request.withRegistration && !request.registered;
  return (
    <Note tone="waiting" title="The PIN and password were shown once and cannot be shown again.">
      {needsPin ? (
        <p>
          If you noted them, go on with the phone. If not, go to <Link to="/">your credentials</Link> and choose "{buttonLabel}":
          you get a new PIN and password, and these stop working.
        </p>
      ) : (
        <p>If you noted the activation password, go on with the phone. If not, choose "More time": you get a new one.</p>
      )}
    </Note>
  );
}
