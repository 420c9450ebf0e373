import { type DeviceFacts, shortName } from '@lanyard/wallet/core';

export type WalletPlatform = 'ios' | 'android' | 'desktop';

export const WALLET_VERSION = '0.1.0';

/** What Chromium tells only when asked (User-Agent Client Hints); other browsers do not have it. */
interface UserAgentData {
  getHighEntropyValues(
    hints: readonly string[],
  ): Promise<{ readonly platformVersion?: string; readonly model?: string }>;
}

/** The platform as the browser reports it. It is never proof of anything. */
export function reportedPlatform({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> = navigator): WalletPlatform {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  // iPadOS says that it is a Mac; no Mac has a touch screen.
  if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return 'ios';
  return /Android/.test(userAgent) ? 'android' : 'desktop';
}

const NAMES: Readonly<Record<WalletPlatform, string>> = { ios: 'iPhone', android: 'Android phone', desktop: 'Desktop' };
/** Where a demo on a desktop plays a phone, there is no version to report. */
const PLAYED_VERSION: Readonly<Record<WalletPlatform, string>> = { ios: '18.0', android: '15', desktop: '1' };

/** What the device says of itself when it registers. @param platform as chosen in a demo, else as reported */
export async function reportedFacts(platform: WalletPlatform): Promise<DeviceFacts> {
  const hints = await highEntropyHints();
  const model = hints.model?.trim() || NAMES[platform];
  return {
    name: shortName(model),
    platform,
    osVersion: osVersion(platform, hints.platformVersion),
    model: model.slice(0, 80),
    walletVersion: WALLET_VERSION,
  };
}

async function highEntropyHints(): Promise<{ readonly platformVersion?: string; readonly model?: string }> {
  const data = 'userAgentData' in navigator ? (navigator.userAgentData as UserAgentData) : undefined;
  return (await data?.getHighEntropyValues(['platformVersion', 'model']).catch(() => undefined)) ?? {};
}

function osVersion(platform: WalletPlatform, hint: string | undefined): string {
  if (platform !== reportedPlatform()) return PLAYED_VERSION[platform];
  const ios = /(?:iPhone )?OS (\d+(?:_\d+)*)/.exec(navigator.userAgent)?.[1]?.replaceAll('_', '.');
  // Android's user agent is frozen at 10; the hint is true.
  const android = hint ?? /Android (\d+(?:\.\d+)*)/.exec(navigator.userAgent)?.[1];
  const version = platform === 'ios' ? ios : platform === 'android' ? android : hint;
  return version !== undefined && /^[\d.]{1,20}$/.test(version) ? version : PLAYED_VERSION[platform];
}

/** Opened from the home screen, not in a tab of the browser. */
export function isInstalled(): boolean {
  const onIos = 'standalone' in navigator && navigator.standalone === true;
  return onIos || matchMedia('(display-mode: standalone)').matches;
}
