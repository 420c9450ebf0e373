import { useEffect, type JSX } from 'react';
import type { ActivationState } from '@lanyard/wallet/core';
import { clearCalls, sayAsked } from './environment/push.ts';
import { useAccent } from './environment/use-accent.ts';
import { isInstalled, reportedPlatform } from './environment/platform.ts';
import { useModel, useModelState } from './model/context.ts';
import type { ModelState } from './model/model.ts';
import { useRoute, type Route } from './model/route.ts';
import { TabBar } from './parts/tab-bar.tsx';
import { AboutScreen } from './screens/about.tsx';
import { ActivateScreen } from './screens/activate.tsx';
import { CertificateScreen } from './screens/certificate.tsx';
import { ChangeSecretScreen } from './screens/change-secret.tsx';
import { CreatePasscodeScreen } from './screens/create-passcode.tsx';
import { CredentialScreen } from './screens/credential.tsx';
import { DeleteCredentialScreen } from './screens/delete-credential.tsx';
import { AddDesktopScreen } from './screens/desktops/add-desktop.tsx';
import { DesktopScreen } from './screens/desktops/desktop.tsx';
import { DesktopQuestion } from './screens/desktops/desktop-question.tsx';
import { DesktopsScreen } from './screens/desktops/desktops.tsx';
import { AppsScreen } from './screens/empty-tabs.tsx';
import { HomeScreen } from './screens/home.tsx';
import { InstallScreen } from './screens/install.tsx';
import { LostKeysScreen } from './screens/lost-keys.tsx';
import { RegisterScreen } from './screens/register.tsx';
import { ResetPinScreen } from './screens/reset-pin.tsx';
import { ScanScreen } from './screens/scan.tsx';
import { SettingsScreen } from './screens/settings.tsx';
import { UnlockScreen } from './screens/unlock.tsx';
import { EndedScreen, UnregisterScreen } from './screens/unregister.tsx';

const CONTACT_EVERY_MS = 20_000;
/** How soon the screen shows that the wallet has locked itself. */
const LOOK_EVERY_MS = 10_000;

export function App(): JSX.Element {
  const model = useModel();
  const state = useModelState();
  const route = useRoute();
  useAccent(brandingOf(state)?.accent ?? null);
  useContact();
  useDesktops();
  const { confirm, consent } = state.desktops;
  useAsked(confirm?.name ?? consent?.name);
  if (confirm !== undefined || consent !== undefined) return <DesktopQuestion />;
  const gate = gateOf(state, route);
  switch (gate) {
    case 'install':
      return <InstallScreen linked={state.linked !== undefined} />;
    case 'register':
      return <RegisterScreen />;
    case 'ended':
      return <EndedScreen reason={state.ended ?? 'device_unknown'} />;
    case 'lost-keys':
      return <LostKeysScreen />;
    case 'passcode':
      return <CreatePasscodeScreen />;
    case 'unlock':
      return <UnlockScreen onLook={() => model.look(true)} />;
    case 'open':
      return <Opened route={route} />;
  }
}

/** The check-in's, else what the server said before registration. */
const brandingOf = ({ facts, overview }: ModelState) => overview.desired?.branding ?? facts?.branding;

type Gate = 'install' | 'register' | 'ended' | 'lost-keys' | 'passcode' | 'unlock' | 'open';

/** What must come before anything else. */
function gateOf({ overview, ended, facts, looking }: ModelState, [screen]: Route): Gate {
  if (overview.registration === undefined) {
    const tabOnIos = reportedPlatform() === 'ios' && !isInstalled();
    return tabOnIos && facts?.demo !== true ? 'install' : 'register';
  }
  if (ended !== undefined) return 'ended';
  if (screen === 'activate') return 'open';
  if (overview.vault.ways.length === 0) {
    if (overview.lostKeys === undefined || isAccepted(overview.activation)) return 'passcode';
    return screen === 'scan' ? 'open' : 'lost-keys';
  }
  return overview.vault.open || looking ? 'open' : 'unlock';
}

/** A new passcode can be made once the server took an activation password. */
const isAccepted = (activation: ActivationState | null): boolean =>
  activation !== null && activation.step !== 'password';

function Opened({ route }: { readonly route: Route }): JSX.Element {
  const [screen = '', subject = ''] = route;
  switch (screen) {
    case 'activate':
      return <ActivateScreen />;
    case 'scan':
      return <ScanScreen />;
    case 'credential':
      return <CredentialScreen id={subject} />;
    case 'certificate':
      return <CertificateScreen sha256={subject} />;
    case 'delete':
      return <DeleteCredentialScreen id={subject} />;
    case 'change-pin':
      return <ChangeSecretScreen key="pin" way="pin" />;
    case 'change-passcode':
      return <ChangeSecretScreen key="passcode" way="passcode" />;
    case 'reset-pin':
      return <ResetPinScreen />;
    case 'add-desktop':
      return <AddDesktopScreen />;
    case 'desktop':
      return <DesktopScreen readerId={subject} />;
    case 'about':
      return <AboutScreen />;
    case 'unregister':
      return <UnregisterScreen />;
    case 'apps':
    case 'desktops':
    case 'settings':
      return <Tab id={screen} />;
    default:
      return <Tab id="card" />;
  }
}

const TABS = { card: HomeScreen, apps: AppsScreen, desktops: DesktopsScreen, settings: SettingsScreen } as const;

function Tab({ id }: { readonly id: keyof typeof TABS }): JSX.Element {
  const Content = TABS[id];
  return (
    <>
      <Content />
      <TabBar current={id} />
    </>
  );
}

/** Asks the server what is new: at the start, on coming back, on getting a network, and now and then while visible. */
function useContact(): void {
  const model = useModel();
  useEffect(() => {
    const contact = (): void => {
      if (document.visibilityState === 'visible') void model.contact();
    };
    contact();
    const contacting = setInterval(contact, CONTACT_EVERY_MS);
    const looking = setInterval(() => void model.refresh(), LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', contact);
    addEventListener('online', contact);
    return () => {
      clearInterval(contacting);
      clearInterval(looking);
      document.removeEventListener('visibilitychange', contact);
      removeEventListener('online', contact);
    };
  }, [model]);
}

/** A desktop that was connected is connected again while the wallet is there, and no longer. */
function useDesktops(): void {
  const model = useModel();
  useEffect(() => {
    const start = (): void => {
      if (document.visibilityState !== 'visible') return;
      void model.startDesktops();
      void clearCalls();
    };
    const stop = (): void => model.wallet.desktops.stop();
    start();
    addEventListener('pageshow', start);
    document.addEventListener('visibilitychange', start);
    addEventListener('pagehide', stop);
    return () => {
      removeEventListener('pageshow', start);
      document.removeEventListener('visibilitychange', start);
      removeEventListener('pagehide', stop);
    };
  }, [model]);
}

/** @param by the desktop that asks something now */
function useAsked(by: string | undefined): void {
  useEffect(() => {
    if (by !== undefined) void sayAsked(by);
  }, [by]);
}
