import type { JSX } from 'react';
import { hasEnded } from '@lanyard/wallet/core';
import { useModel, useModelState } from '../model/context.ts';
import { go, useRoute } from '../model/route.ts';
import { PROVIDER_TITLES, PROVIDER_WORDS } from '../model/words.ts';
import { List, Row } from '../parts/list.tsx';
import { Screen } from '../parts/screen.tsx';
import { AutoReconnect } from './desktops/auto-reconnect.tsx';
import { WakingSwitch } from './desktops/waking.tsx';
import { PlatformChoice } from './platform-choice.tsx';
import { ShowPin } from './show-pin.tsx';

const NEWS: ReadonlyMap<string, string> = new Map([
  ['pin-changed', 'The derived credential PIN has changed.'],
  ['pin-reset', 'The derived credential PIN has been reset.'],
  ['passcode-changed', 'The secure apps passcode has changed.'],
]);

/** iOS and Android each keep the names and places of the source documents. */
export function SettingsScreen(): JSX.Element {
  const model = useModel();
  const { overview, platform, facts } = useModelState();
  const [, news = ''] = useRoute();
  const credential = overview.credentials.find(({ state }) => !hasEnded(state));
  const usable = credential?.state === 'active';
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
          {hasPin ? <Row icon="key" title="Change Derived Credential PIN" href="#/change-pin" /> : null}
          <PinRows title="Reset Derived Credential PIN" usable={usable} />
          <AutoReconnect title="Bluetooth - Auto reconnect" />
          <WakingSwitch />
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
          {hasPin ? <Row icon="key" title="Change PIN" href="#/change-pin" /> : null}
          <PinRows title="Reset PIN" usable={usable} />
          <AutoReconnect title="Bluetooth - Auto Re-Connect" />
          <WakingSwitch />
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

/** A forgotten PIN is reset also where the server closed it for good. */
function PinRows({ title, usable }: { readonly title: string; readonly usable: boolean }): JSX.Element {
  const { overview } = useModelState();
  return (
    <>
      {usable ? <Row icon="lock" title={title} href="#/reset-pin" /> : <NoPin />}
      {overview.pinShown ? <ShowPin /> : null}
    </>
  );
}

function NoPin(): JSX.Element {
  return <li className="row row-note">The derived credential PIN is set when you activate a credential.</li>;
}
