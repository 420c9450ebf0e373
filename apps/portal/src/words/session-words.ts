import type { SessionKind } from '@lanyard/contract';

/** What opened a session, to be read after "with". */
export const openedWith: Readonly<Record<SessionKind, string>> = {
  primary: 'the smart card',
  derived: 'a derived credential',
  link: 'a one-time link',
  passkey: 'a passkey',
};
