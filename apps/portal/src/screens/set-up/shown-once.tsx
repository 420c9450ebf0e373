import type { HomeView, RequestView } from '@lanyard/contract';
import { Note } from '../../parts/note.tsx';
import { RequestButton } from '../home/request-button.tsx';

interface ShownOnceProps {
  readonly request: RequestView;
  readonly home: HomeView | undefined;
}

/** After a reload: the secrets were in the memory of the page before, and nowhere else. */
export function ShownOnce({ request, home }: ShownOnceProps) {
  if (!request.withRegistration || request.registered) {
    return (
      <Note tone="waiting" title="The activation password was shown once and cannot be shown again.">
        <p>If you noted it, go on with the phone. If not, choose "More time": you get a new one.</p>
      </Note>
    );
  }
  return (
    <Note tone="waiting" title="The PIN and password were shown once and cannot be shown again.">
      <p>If you noted them, go on with the phone. If not, make a new request; this one then stops working.</p>
      {home !== undefined && <RequestButton home={home} secondary />}
    </Note>
  );
}
