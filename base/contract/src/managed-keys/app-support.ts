import type { Provider } from '../common.ts';
import { providerNames, providerSupport } from '../provider-support.ts';
import { refusalOf } from './check/check-certificates.ts';
import { platformNames, type CheckedApp } from './check/subject.ts';

export interface AppSupport {
  readonly supported: boolean;
  /** Why, or why not, in words. */
  readonly reason: string;
}

/**
 * Whether an app can use derived credentials of a provider: the matrix of provider, platform and app, which pickers are
 * filled from (ADM-014, ADM-097, APP-002, APP-062, X-12: what one table calls "Any" on Android is what Android has).
 */
export function appSupport(provider: Provider, app: CheckedApp): AppSupport {
  const refused = refusalOf(app);
  if (refused !== null) return { supported: false, reason: `${refused.words} ${refused.next}` };
  const support = providerSupport(provider, app.platform);
  return support.supported
    ? {
        supported: true,
        reason: `${app.name} can use credentials of ${providerNames[provider]} on ${platformNames[app.platform]}.`,
      }
    : { supported: false, reason: support.reason };
}
