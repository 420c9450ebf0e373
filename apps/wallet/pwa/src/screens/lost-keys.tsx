import type { JSX } from 'react';
import { useModelState } from '../model/context.ts';
import { pendingOf } from '../model/pending.ts';
import { go } from '../model/route.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { PortalAddress } from '../parts/portal-address.tsx';
import { Screen } from '../parts/screen.tsx';
import { Banners } from './home.tsx';
import { PendingCard } from './pending-card.tsx';

/** Every way into the vault was closed for good. The way out is a new credential; its activation makes a new passcode. */
export function LostKeysScreen(): JSX.Element {
  const state = useModelState();
  const names = state.overview.lostKeys?.credentials ?? [];
  const waits = pendingOf(state) !== undefined;
  const ios = state.platform === 'ios';
  return (
    <Screen
      root
      title="This wallet was closed for good"
      footer={
        <Button look={waits ? 'quiet' : 'main'} icon="scan" onClick={() => go('scan')}>
          {ios ? 'Activate New Credential' : 'Scan QR code'}
        </Button>
      }
    >
      <Banners />
      {waits ? <PendingCard /> : null}
      <Notice tone="attention" title="Too many wrong tries: no way in is left.">
        <p>
          This keeps out whoever may have had your phone. What the wallet held can’t be opened by anybody any more, so
          it was erased.
        </p>
      </Notice>
      <WhatIsLost names={names} />
      {waits ? <p>Activating it makes a new passcode and PIN.</p> : <WhatToDo />}
      <p className="hint">If these tries were not yours, tell your help desk.</p>
    </Screen>
  );
}

function WhatToDo(): JSX.Element {
  return (
    <section className="telling">
      <h2>What to do</h2>
      <ol>
        <li>At a desktop computer, sign in to the self-service portal with your smart card.</li>
        <li>Choose “Request PIN and Derived Credential”. The request then waits here.</li>
        <li>Enter its activation password, and choose a new passcode and PIN.</li>
      </ol>
      <PortalAddress />
    </section>
  );
}

function WhatIsLost({ names }: { readonly names: readonly string[] }): JSX.Element {
  return (
    <section className="telling">
      <h2>What is lost</h2>
      {names.length === 0 ? (
        <p>No credential was in it. This phone stays registered.</p>
      ) : (
        <>
          <ul>
            {names.map((name) => (
              <li key={name}>The derived credential “{name}”, with its certificates and keys</li>
            ))}
            <li>Apps that use it are locked at their next check-in.</li>
            <li>Mail that was encrypted to it can’t be read on this phone.</li>
          </ul>
          <p>Your smart card is not touched by this, and this phone stays registered.</p>
        </>
      )}
    </section>
  );
}
