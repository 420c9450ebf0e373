import type { JSX } from 'react';
import type { DesktopsState } from '@lanyard/wallet/core';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';

interface NearbyProps {
  readonly state: DesktopsState['ways']['bluetooth'];
  /** The network is a way too. */
  readonly relay: boolean;
  onChoose(): void;
}

/** Desktops in reach of Bluetooth: the browser shows them in a list of its own, after a tap. */
export function Nearby({ state, relay, onChoose }: NearbyProps): JSX.Element | null {
  if (state === 'forbidden') return relay ? null : <NoWay />;
  if (state === 'missing') return <Missing relay={relay} />;
  return (
    <>
      <h2>Near this phone</h2>
      {state === 'off' ? <BluetoothOff /> : null}
      <p>On the desktop, run “lanyard reader pair --bluetooth”, then choose it here by its name.</p>
      <Button look={relay ? 'plain' : 'main'} icon="desktops" onClick={onChoose}>
        Choose a desktop near by
      </Button>
    </>
  );
}

export function BluetoothOff(): JSX.Element {
  return (
    <Notice tone="attention" title="Bluetooth is off on this phone, or the browser may not use it.">
      <p>Turn it on in the phone’s settings and let the browser use it, then come back here.</p>
    </Notice>
  );
}

function Missing({ relay }: { readonly relay: boolean }): JSX.Element {
  return (
    <Notice tone={relay ? 'info' : 'attention'} title="This browser cannot use Bluetooth.">
      <p>
        {relay ? 'Use the word above: it works over the network. ' : 'Your organisation allows no other way. '}
        Bluetooth needs the wallet in Chrome on an Android phone; Safari and Firefox have none.
      </p>
    </Notice>
  );
}

function NoWay(): JSX.Element {
  return (
    <Notice tone="attention" title="Your organisation lets no desktop use this phone.">
      <p>Your administrator can allow the network, Bluetooth, or both.</p>
    </Notice>
  );
}
