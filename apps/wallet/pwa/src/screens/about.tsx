import type { JSX } from 'react';
import { WALLET_VERSION } from '../environment/platform.ts';
import { useModelState } from '../model/context.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Facts } from '../parts/facts.tsx';
import { Screen } from '../parts/screen.tsx';

export function AboutScreen(): JSX.Element {
  const { overview, platform } = useModelState();
  const { registration, desired } = overview;
  const details = [
    `Lanyard wallet ${WALLET_VERSION}`,
    `device ${registration?.deviceId ?? 'not registered'}`,
    platform,
    navigator.userAgent,
  ].join('\n');
  return (
    <Screen title="About">
      <img className="about-logo" src="/icons/lanyard.svg" alt="" width="72" height="72" />
      <Facts
        facts={[
          ['Wallet', `Lanyard ${WALLET_VERSION}`],
          ['Organisation', desired?.organisation ?? ''],
          ['Registered to', registration?.person.displayName ?? ''],
          ['User name', registration?.person.userName ?? ''],
          [
            'Device',
            <span key="device" className="mono">
              {registration?.deviceId ?? ''}
            </span>,
          ],
        ]}
      />
      <p>When you call your help desk, these tell them which phone it is.</p>
      <CopyButton text={details} what="details for the help desk" />
      {desired === undefined ? null : (
        <p>
          <a href={desired.portalUrl} target="_blank" rel="noreferrer">
            Self-service portal
          </a>{' '}
          (on a desktop, with your card)
        </p>
      )}
      <p className="hint">
        Keys are kept by this browser, sealed under your passcode and a share that only the server has. A copy of the
        phone’s data opens nothing.
      </p>
    </Screen>
  );
}
