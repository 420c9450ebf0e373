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
