import type { JSX } from 'react';
import type { CardUse, Trouble } from '@lanyard/wallet/core';
import { useModelState } from '../../model/context.ts';
import { go } from '../../model/route.ts';
import { ACT_WORDS, timeOf } from '../../model/words.ts';
import { Button } from '../../parts/button.tsx';
import { CurrentIdentity } from '../../parts/current-identity.tsx';
import { Icon } from '../../parts/icon.tsx';
import { List, Row } from '../../parts/list.tsx';
import { ErrorNotice, Notice } from '../../parts/notice.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Banners } from '../home.tsx';
import { AutoReconnect } from './auto-reconnect.tsx';
import { DesktopState } from './desktop-state.tsx';
import { BluetoothOff } from './nearby.tsx';

const SHOWN_USES = 20;

/** Computers that use this phone as their smart card: one at a time. */
export function DesktopsScreen(): JSX.Element {
  const { overview, platform, desktops: state } = useModelState();
  const { desktops, uses, trouble, ways } = state;
  const isNear = desktops.some(({ over }) => over === 'bluetooth');
  const credential = overview.credentials.find((known) => known.state === 'active');
  return (
    <Screen root title="Desktops">
      <Banners />
      <ErrorNotice error={trouble?.error} about={trouble?.name} soon={soonOf(trouble)} />
      {credential === undefined ? <NoCard /> : null}
      {credential !== undefined && !overview.vault.ways.includes('pin') ? <PinClosed /> : null}
      {isNear && ways.bluetooth === 'off' ? <BluetoothOff /> : null}
      {desktops.length === 0 ? <NoDesktops /> : null}
      {desktops.length === 0 ? null : (
        <List title="Paired desktops">
          {desktops.map(({ readerId, name, state: now }) => (
            <Row
              key={readerId}
              icon="desktops"
              title={name}
              detail={<DesktopState state={now} />}
              href={`#/desktop/${readerId}`}
            />
          ))}
          <AutoReconnect
            title={platform === 'android' ? 'Bluetooth - Auto reconnect' : 'Bluetooth - Auto Re-Connect'}
          />
        </List>
      )}
      {credential === undefined ? null : (
        <Button look={desktops.length === 0 ? 'main' : 'plain'} icon="plus" onClick={() => go('add-desktop')}>
          Add Bluetooth device
        </Button>
      )}
      {credential === undefined ? null : <CurrentIdentity credential={credential} />}
      <Uses uses={uses} />
    </Screen>
  );
}

const soonOf = (trouble: Trouble | undefined): string | undefined =>
  trouble?.again === undefined ? undefined : `It tries again by itself in ${trouble.again / 1_000} s.`;

function PinClosed(): JSX.Element {
  return (
    <Notice tone="attention" title="The derived credential PIN was closed after too many wrong tries.">
      <p>
        Desktops can’t use the credential until you <a href="#/reset-pin">reset the PIN</a>. Your credential and your
        passcode stay as they are.
      </p>
    </Notice>
  );
}

function NoCard(): JSX.Element {
  return (
    <Notice tone="info" title="There is no active derived credential that a desktop could use.">
      <p>Activate one first; then pair a desktop here.</p>
    </Notice>
  );
}

function NoDesktops(): JSX.Element {
  return (
    <div className="empty">
      <Icon name="desktops" />
      <p className="empty-title">No paired desktops</p>
      <p>
        A desktop computer can take this phone for your smart card. Run “lanyard reader pair” on it, then add it here.
      </p>
    </div>
  );
}

/** What desktops did with the credential: a use that its holder does not know should be seen. */
function Uses({ uses }: { readonly uses: readonly CardUse[] }): JSX.Element | null {
  if (uses.length === 0) return null;
  return (
    <List title="Uses">
      {uses.slice(0, SHOWN_USES).map(({ at, desktop, act, outcome }, index) => (
        // Two uses may fall into one millisecond: only their place tells them apart.
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <li key={`${at} ${index}`} className="row">
          <Icon name={outcome === 'done' ? 'check' : 'warning'} />
          <span className="row-text">
            <span className="row-title">
              {ACT_WORDS[act].did}
              {outcome === 'done' ? '' : ': refused'}
            </span>
            <span className="row-detail">
              {desktop}, {timeOf(at)}
            </span>
          </span>
        </li>
      ))}
    </List>
  );
}
