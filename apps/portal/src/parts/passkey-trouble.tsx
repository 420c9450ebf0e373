import { PasskeyDeclined } from '../state/passkey.ts';
import { passkeyWords } from '../words/passkey-words.ts';
import { Note } from './note.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** What came between a person and their passkey: the browser, or the server. */
export function PasskeyTrouble({ error }: { readonly error: unknown }) {
  if (!(error instanceof PasskeyDeclined)) return <TroubleNote error={error} />;
  const { title, next } = passkeyWords[error.refusal];
  return (
    <Note tone="attention" title={title} urgent>
      <p>{next}</p>
    </Note>
  );
}
