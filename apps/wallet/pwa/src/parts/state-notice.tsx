import type { JSX, ReactNode } from 'react';
import type { CredentialState } from '@lanyard/contract';
import type { CredentialDetails } from '@lanyard/wallet/core';
import { Notice } from './notice.tsx';
import { PortalAddress } from './portal-address.tsx';

/** Why a credential is not what it was, what that means, and what to do. */
export function StateNotice({ credential }: { readonly credential: CredentialDetails }): JSX.Element | null {
  const { state, stateReason, certificates } = credential;
  const title = stateReason ?? (state === 'expired' ? 'Its time ran out.' : undefined);
  if (title === undefined) return null;
  const opensOldMail = certificates.some(({ purpose }) => purpose === 'decryption');
  return (
    <Notice tone="attention" title={title}>
      {MEANING[state]}
      {opensOldMail ? <p>What was encrypted to it before can still be opened here.</p> : null}
      {state === 'revoked' || state === 'expired' ? <RequestNew /> : null}
    </Notice>
  );
}

const MEANING: Readonly<Partial<Record<CredentialState, ReactNode>>> = {
  suspended: (
    <p>The credential works again by itself once that is lifted. If you did not expect this, ask your help desk.</p>
  ),
  revoked: (
    <p>The credential has ended: it signs you in nowhere, and apps that use it are locked at their next check-in.</p>
  ),
};

function RequestNew(): JSX.Element {
  return (
    <>
      <p>
        At a desktop computer, sign in to the self-service portal with a smart card that is good, and request a new
        credential. If you did not expect this, ask your help desk.
      </p>
      <PortalAddress />
    </>
  );
}
