import { Button } from '@trussworks/react-uswds';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PasskeyTrouble } from '../../parts/passkey-trouble.tsx';
import { cameIn } from '../../state/finish-sign-in.ts';
import { signInWithPasskey } from '../../state/passkey.ts';

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
      {enter.isError && <PasskeyTrouble error={enter.error} />}
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
