import type { RequestView } from '@lanyard/contract';
import { Note } from '../../parts/note.tsx';

/** After a reload: the secrets were in the memory of the page before, and nowhere else. */
export function ShownOnce({ request }: { readonly request: RequestView }) {
  const needsPin = request.withRegistration && !request.registered;
  const what = needsPin ? 'PIN and password' : 'activation password';
  return (
    <Note tone="waiting" title={`The ${what} ${needsPin ? 'were' : 'was'} shown once and cannot be shown again.`}>
      <p>
        If you noted {needsPin ? 'them' : 'it'}, go on with the phone. If not, choose "More time": you get a new {what}.
      </p>
    </Note>
  );
}
