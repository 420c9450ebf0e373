import type { JSX } from 'react';
import { Icon, type IconName } from './icon.tsx';

const TABS: readonly { readonly id: string; readonly name: string; readonly icon: IconName }[] = [
  { id: 'card', name: 'Card', icon: 'card' },
  { id: 'apps', name: 'Apps', icon: 'apps' },
  { id: 'desktops', name: 'Desktops', icon: 'desktops' },
  { id: 'settings', name: 'Settings', icon: 'settings' },
];

export function TabBar({ current }: { readonly current: string }): JSX.Element {
  return (
    <nav className="tabs" aria-label="Wallet">
      {TABS.map(({ id, name, icon }) => (
        <a key={id} href={`#/${id}`} className="tab" aria-current={id === current ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{name}</span>
        </a>
      ))}
    </nav>
  );
}
