import type { JSX } from 'react';
import type { CredentialDetails } from '@lanyard/wallet/core';
import { grouped, PROVIDER_TITLES } from '../model/words.ts';
import { CardPairingCode } from './card-pairing-code.tsx';
import { CopyButton } from './copy-button.tsx';

/** What a desktop's list of certificates is compared with: the friendly name, and the serial number. */
export function CurrentIdentity({ credential }: { readonly credential: CredentialDetails }): JSX.Element | null {
  const serial = credential.certificates.find(({ purpose }) => purpose === 'authentication')?.serial;
  if (serial === undefined) return null;
  return (
    <section className="identity">
      <h2>Current Identity</h2>
      <p className="identity-provider">
        {PROVIDER_TITLES[credential.provider]} · {credential.name}
      </p>
      <p className="mono">{grouped(serial)}</p>
      <CopyButton text={serial} what="serial number" />
      {credential.state === 'active' ? <CardPairingCode /> : null}
    </section>
  );
}
