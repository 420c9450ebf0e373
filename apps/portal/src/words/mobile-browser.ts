/** What a browser says of itself. It decides which page is shown; it proves nothing. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly platform: string;
  readonly maxTouchPoints: number;
  /** `navigator.userAgentData.mobile`, where the browser has it. */
  readonly mobileHint: boolean | null;
}

/**
 * Whether this is a phone or tablet, where signing in with a smart card is not offered.
 * A tablet that asks for desktop pages calls itself a Mac; Macs have no touch screen.
 */
export function isMobileBrowser({ userAgent, platform, maxTouchPoints, mobileHint }: BrowserFacts): boolean {
  if (mobileHint === true) return true;
  if (/Android|iPhone|iPad|iPod|Windows Phone|\bMobile\b/u.test(userAgent)) return true;
  return platform === 'MacIntel' && maxTouchPoints > 1;
}

const brands: ReadonlyArray<readonly [string, RegExp]> = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//u],
  ['Opera', /\bOPR\//u],
  ['Firefox', /\b(?:Firefox|FxiOS)\//u],
  ['Chrome', /(?:Chrome|Chromium|CriOS)\//u],
  ['Safari', /\bSafari\//u],
];

const systems: ReadonlyArray<readonly [string, RegExp]> = [
  ['Android', /Android/u],
  ['iOS', /iPhone|iPad|iPod/u],
  ['Windows', /Windows/u],
  ['macOS', /Mac OS X|Macintosh/u],
  ['ChromeOS', /CrOS/u],
  ['Linux', /Linux/u],
];

const firstOf = (names: ReadonlyArray<readonly [string, RegExp]>, userAgent: string): string | undefined =>
  names.find(([, pattern]) => pattern.test(userAgent))?.[0];

/** "Firefox on Linux", from what the browser reported when it signed in. */
export function browserWords(userAgent: string): string {
  const brand = firstOf(brands, userAgent) ?? 'A browser';
  const system = firstOf(systems, userAgent);
  return system === undefined ? brand : `${brand} on ${system}`;
}
