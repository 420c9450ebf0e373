import type { JSX } from 'react';
import { hasEnded } from '@lanyard/wallet/core';
import { useModel, useModelState } from '../model/context.ts';
import { go, useRoute } from '../model/route.ts';
import { PROVIDER_TITLES, PROVIDER_WORDS } from '../model/words.ts';
import { List, Row } from '../parts/list.tsx';
import { Screen } from '../parts/screen.tsx';
import { PlatformChoice } from './platform-choice.tsx';

const NEWS: ReadonlyMap<string, string> = new Map([
  ['pin-changed', 'The derived credential PIN has changed.'],
  ['passcode-changed', 'The secure apps passcode has changed.'],
]);

/** iOS and Android each keep the names and places of the source documents. */
export function SettingsScreen(): JSX.Element {
  const model = useModel();
  const { overview, platform, facts } = useModelState();
  const [, news = ''] = useRoute();
  const credential = overview.credentials.find(({ state }) => !hasEnded(state));
  const hasPin = overview.vault.ways.includes('pin');
  const lock = (): void => {
    model.wallet.lock();
    model.look(false);
    void model.refresh().then(() => go('card'));
  };
  return (
    <Screen root title="Settings">
      <p role="status" className="said">
        {NEWS.get(news) ?? ''}
      </p>
      {platform === 'android' ? (
        <List title="General Settings">
          {hasPin ? <Row icon="key" title="Change Derived Credential PIN" href="#/change-pin" /> : <NoPin />}
        </List>
      ) : (
        <List title={PROVIDER_TITLES[credential?.provider ?? 'lanyard']}>
          {credential === undefined ? null : (
            <Row
              icon="card"
              title={`${PROVIDER_WORDS[credential.provider]} Credential`}
              detail={credential.name}
              href={`#/credential/${credential.id}`}
            />
          )}
          {hasPin ? <Row icon="key" title="Change PIN" href="#/change-pin" /> : <NoPin />}
        </List>
      )}
      <List title="Wallet">
        <Row icon="passcode" title="Change secure apps passcode" href="#/change-passcode" />
        {overview.vault.open ? <Row icon="lock" title="Lock now" onClick={lock} /> : null}
        <Row icon="info" title="About" href="#/about" />
      </List>
      {facts?.demo === true ? <PlatformChoice /> : null}
      <List>
        <Row danger icon="trash" title="Unregister this phone" href="#/unregister" />
      </List>
    </Screen>
  );
}

function NoPin(): JSX.Element {
  return <li className="row row-note">The derived credential PIN is set when you activate a credential.</li>;
}
