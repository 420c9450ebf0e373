import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { factsQuery } from '../../api/queries.ts';
import { Note } from '../../parts/note.tsx';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { browserHasPasskeys } from '../../state/passkey.ts';
import { isMobileBrowser } from '../../words/mobile-browser.ts';
import { presentBrowser } from './present-browser.ts';
import { SignInByCard } from './sign-in-by-card.tsx';
import { SignInByPasskey } from './sign-in-by-passkey.tsx';

/** One button for desktops; phones and tablets are told where to go instead. No password is ever asked. */
export function SignInScreen() {
  const facts = useQuery(factsQuery);
  const ended = useSearch({ from: '/sign-in' }).ended === true;
  return (
    <>
      <PageHeading>Set up your phone with your smart card</PageHeading>
      <p className="lead">
        A <dfn>derived credential</dfn> puts the trust of your smart card on your phone. You show the card once, here,
        and then sign in, sign and read protected mail on the phone without it.
      </p>
      {ended && (
        <Note tone="waiting" title="Your session has ended.">
          <p>Sign in again, and you come back to where you were.</p>
        </Note>
      )}
      {facts.isError && <TroubleNote error={facts.error} onRetry={() => void facts.refetch()} />}
      {isMobileBrowser(presentBrowser()) ? (
        <OnPhone walletUrl={facts.data?.walletUrl} />
      ) : (
        <SignInByCard cardHosts={facts.data?.cardHosts ?? []} />
      )}
      {facts.data?.passkeys === true && browserHasPasskeys() && <SignInByPasskey />}
    </>
  );
}

function OnPhone({ walletUrl }: { readonly walletUrl: string | undefined }) {
  return (
    <Note tone="attention" title="Signing in with a smart card works on a desktop computer only.">
      <p>Open this address on a computer with a smart card reader:</p>
      <p className="address">{location.origin}</p>
      {walletUrl !== undefined && (
        <p>
          Did you come to set up this phone? Scan the code on the computer's screen with it, or{' '}
          <a href={walletUrl}>open the wallet</a>.
        </p>
      )}
    </Note>
  );
}
