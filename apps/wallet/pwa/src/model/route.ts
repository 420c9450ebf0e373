import { useSyncExternalStore } from 'react';

/** Where the person is: the parts of `#/certificate/ab12…`. The first names the screen. */
export type Route = readonly string[];

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

export const currentRoute = (): Route => location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);

/** Opens a screen, so that the phone's own way back leads here again. */
export function go(...parts: Route): void {
  location.hash = addressOf(parts);
}

/** Opens a screen in place of this one: for steps that are over and not to be gone back to. */
export function replaceRoute(...parts: Route): void {
  history.replaceState(null, '', addressOf(parts));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

const addressOf = (parts: Route): string => `#/${parts.map(encodeURIComponent).join('/')}`;

export function useRoute(): Route {
  useSyncExternalStore(subscribe, () => location.hash);
  return currentRoute();
}
