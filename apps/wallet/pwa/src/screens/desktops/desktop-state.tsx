import type { JSX } from 'react';
import type { DesktopView } from '@lanyard/wallet/core';
import { Icon, type IconName } from '../../parts/icon.tsx';

const STATES: Readonly<Record<DesktopView['state'], { word: string; tone: string; icon: IconName }>> = {
  paired: { word: 'Paired', tone: 'ended', icon: 'desktops' },
  connecting: { word: 'Connecting', tone: 'waiting', icon: 'clock' },
  connected: { word: 'Connected', tone: 'active', icon: 'check' },
};

/** Paired and connected are different: only a connected desktop has the card. */
export function DesktopState({ state }: { readonly state: DesktopView['state'] }): JSX.Element {
  const { word, tone, icon } = STATES[state];
  return (
    <span className={`state state-${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
