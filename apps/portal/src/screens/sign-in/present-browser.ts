import type { BrowserFacts } from '../../words/mobile-browser.ts';

/** What this browser says of itself. */
export function presentBrowser(): BrowserFacts {
  const hints: unknown = Reflect.get(navigator, 'userAgentData');
  const mobile: unknown = typeof hints === 'object' && hints !== null ? Reflect.get(hints, 'mobile') : null;
  return {
    userAgent: navigator.userAgent,
    // Deprecated, and still the only way to tell a tablet that calls itself a Mac.
    platform: navigator.platform,
    maxTouchPoints: navigator.maxTouchPoints,
    mobileHint: typeof mobile === 'boolean' ? mobile : null,
  };
}
