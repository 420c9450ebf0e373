import type { JSX } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Screen } from '../parts/screen.tsx';

/**
 * On iOS a tab's storage is not the installed app's, and is thrown away when it is not used: a key made here would be
 * lost. So nothing is made, and the request waits at the server for the wallet that is installed.
 */
export function InstallScreen({ linked }: { readonly linked: boolean }): JSX.Element {
  return (
    <Screen root title="Put the wallet on your home screen first">
      <p className="lead">
        In a browser tab an iPhone throws away what it keeps. On the home screen the wallet is an app of its own, and
        your keys stay.
      </p>
      <ol className="steps">
        <li>
          <Icon name="share" />
          <span>
            Tap <strong>Share</strong> at the bottom of the browser
          </span>
        </li>
        <li>
          <Icon name="plus" />
          <span>
            Choose <strong>Add to Home Screen</strong>
          </span>
        </li>
        <li>
          <Icon name="card" />
          <span>
            Open <strong>Lanyard</strong> there, and register
          </span>
        </li>
      </ol>
      {linked ? (
        <p>Your credential request waits at the server: after registering it is there, without scanning again.</p>
      ) : null}
    </Screen>
  );
}
