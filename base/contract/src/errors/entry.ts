/** How an error behaves at an edge: HTTP gives each kind its status, a screen its place. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  | 'conflict'
  | 'gone'
  | 'locked'
  | 'limited'
  | 'too_large'
  | 'unavailable'
  | 'internal';

export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** What happened, for the person who meets it. */
  readonly title: string;
  /** What to do next. */
  readonly next: string;
}

export const entry = (kind: ErrorKind, title: string, next: string): ErrorEntry => ({ kind, title, next });
