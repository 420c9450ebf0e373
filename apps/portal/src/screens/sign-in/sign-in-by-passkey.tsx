import { Button } from '@trussworks/react-uswds';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Note } from '../../parts/note.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { cameIn } from '../../state/finish-sign-in.ts';
import { PasskeyDeclined, signInWithPasskey } from '../../state/passkey.ts';

/** For administrators, where the organisation allows it; never a way to a derived credential. */
export function SignInByPasskey() {
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: async () => cameIn(client, await signInWithPasskey()),
    // A whole page load: where they go on may be the admin portal, which these pages have not loaded.
    onSuccess: (errand) => location.replace(errand?.path ?? '/admin'),
  });
  return (
    <section aria-labelledby="passkey-heading">
      <h2 id="passkey-heading">For administrators</h2>
      <p>A passkey opens the admin portal. Requesting a credential needs the smart card.</p>
      {enter.error instanceof PasskeyDeclined ? (
        <Note tone="attention" title="No passkey was used.">
          <p>Choose the button again, or sign in with your certificate.</p>
        </Note>
      ) : (
        enter.isError && <TroubleNote error={enter.error} />
      )}
      <Button
        type="button"
        outline
        aria-disabled={enter.isPending}
        onClick={enter.isPending ? undefined : () => enter.mutate()}
      >
        Sign in with a Passkey
      </Button>
    </section>
  );
}
