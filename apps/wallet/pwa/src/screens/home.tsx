import type { JSX } from 'react';
import { hasEnded, type CredentialDetails } from '@lanyard/wallet/core';
import { useModel, useModelState } from '../model/context.ts';
import { go } from '../model/route.ts';
import { dayOf } from '../model/words.ts';
import { Button } from '../parts/button.tsx';
import { CurrentIdentity } from '../parts/current-identity.tsx';
import { Icon } from '../parts/icon.tsx';
import { EmptyCard, LanyardCard } from '../parts/lanyard-card.tsx';
import { List, Row } from '../parts/list.tsx';
import { Notice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { StateNotice } from '../parts/state-notice.tsx';
import { PendingCard } from './pending-card.tsx';

/** The card on its lanyard, with what waits below it. Android calls the screen by its source's name. */
export function HomeScreen(): JSX.Element {
  const { overview, platform } = useModelState();
  const current = overview.credentials.filter(
    ({ state }) => !hasEnded(state) || state === 'expired' || state === 'revoked',
  );
  const shown = current.length > 0 ? current.slice(0, 1) : [];
  const past = overview.credentials.filter((credential) => !shown.includes(credential));
  const android = platform === 'android';
  return (
    <Screen root title={android ? 'Active Credentials' : 'Your credential'} action={<LockButton />}>
      <Banners />
      <PasscodeDue />
      {shown.map((credential) => (
        <CurrentCredential key={credential.id} credential={credential} />
      ))}
      {shown.length === 0 ? <EmptyCard organisation={overview.desired?.organisation ?? ''} /> : null}
      <PendingCard />
      {shown.map((credential) => (
        <Identity key={credential.id} credential={credential} />
      ))}
      {past.length === 0 ? null : (
        <List title="Earlier">
          {past.map(({ id, name, expiresAt }) => (
            <Row
              key={id}
              icon="archive"
              title={name}
              detail={`Kept to open old encrypted mail; expires ${dayOf(expiresAt)}`}
              href={`#/credential/${id}`}
            />
          ))}
        </List>
      )}
      <HomeActions credential={shown[0]} />
    </Screen>
  );
}

/** The organisation's rules became stricter than the passcode was made under. */
function PasscodeDue(): JSX.Element | null {
  const { overview } = useModelState();
  if (!overview.passcodeOutdated) return null;
  return (
    <Notice tone="attention" title="Your organisation asks for a stronger secure apps passcode.">
      <p>
        <a href="#/change-passcode">Choose a new one</a>
      </p>
    </Notice>
  );
}

function CurrentCredential({ credential }: { readonly credential: CredentialDetails }): JSX.Element {
  const { overview } = useModelState();
  const holder = overview.registration?.person.displayName ?? '';
  return (
    <>
      <LanyardCard
        credential={credential}
        holder={holder}
        organisation={overview.desired?.organisation ?? ''}
        onOpen={() => go('credential', credential.id)}
      />
      <p className="under-card">
        <span>Activated {dayOf(credential.issuedAt)}</span>
        {credential.state === 'revoked' ? null : <span>Expires {dayOf(credential.expiresAt)}</span>}
      </p>
      <StateNotice credential={credential} />
    </>
  );
}

/** iOS shows the serial number on the first screen. */
function Identity({ credential }: { readonly credential: CredentialDetails }): JSX.Element | null {
  return useModelState().platform === 'ios' ? <CurrentIdentity credential={credential} /> : null;
}

function HomeActions({ credential }: { readonly credential: CredentialDetails | undefined }): JSX.Element {
  const { platform } = useModelState();
  if (platform === 'ios' && credential !== undefined) {
    return (
      <div className="actions">
        <Button look="plain" onClick={() => go('credential', credential.id)}>
          Manage Existing Credential
        </Button>
        <Button look="plain" onClick={() => go('scan')}>
          Activate New Credential
        </Button>
      </div>
    );
  }
  return (
    <div className="actions actions-end">
      <Button look="plain" icon="scan" onClick={() => go('scan')}>
        Scan QR code
      </Button>
    </div>
  );
}

function LockButton(): JSX.Element | null {
  const model = useModel();
  const { overview } = useModelState();
  if (!overview.vault.open) {
    return (
      <button type="button" className="bar-button" onClick={() => model.look(false)}>
        <Icon name="lock" />
        <span>Unlock</span>
      </button>
    );
  }
  return null;
}

export function Banners(): JSX.Element {
  const { online, update } = useModelState();
  return (
    <>
      <div role="status">
        {online ? null : (
          <p className="banner">
            <Icon name="offline" />
            <span>No connection. This is what the wallet had last; activating and unlocking need the server.</span>
          </p>
        )}
      </div>
      {update === undefined ? null : (
        <div className="banner">
          <span>A newer version of the wallet is ready.</span>
          <Button look="quiet" onClick={update}>
            Use it
          </Button>
        </div>
      )}
    </>
  );
}
