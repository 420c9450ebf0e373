import type { JSX } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Screen } from '../parts/screen.tsx';

export function AppsScreen(): JSX.Element {
  return (
    <Screen root title="Apps">
      <div className="empty">
        <Icon name="apps" />
        <p className="empty-title">No managed apps</p>
        <p>
          Apps that your organisation assigns to this phone appear here, each with the certificates that it gets and
          whether it may run.
        </p>
      </div>
    </Screen>
  );
}

export function DesktopsScreen(): JSX.Element {
  return (
    <Screen root title="Desktops">
      <div className="empty">
        <Icon name="desktops" />
        <p className="empty-title">No paired desktops</p>
        <p>
          Desktop computers that take this phone for your smart card appear here, with the way to connect, disconnect
          and forget them.
        </p>
      </div>
    </Screen>
  );
}
