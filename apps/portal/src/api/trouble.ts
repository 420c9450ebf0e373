import { errorCatalogue, isErrorCode } from '@lanyard/contract';
import type { ErrorCode } from '@lanyard/contract';

/** What a screen needs to tell a person about a failure: what happened, the way out, and what a help desk asks for. */
export interface Trouble {
  readonly title: string;
  readonly next: string;
  /** Absent when no answer of the server was understood. */
  readonly code: ErrorCode | null;
  readonly correlationId: string | null;
  /** What the server adds for this code: the fields that are wrong, who changed something when. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A call to the portal's interface that did not succeed. */
export class ApiError extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(trouble.title, options);
    this.name = 'ApiError';
    this.trouble = trouble;
  }
}

/** The answer to an act may have got lost on its way back: nobody here knows whether it was done. */
const unreachable = (changes: boolean): Trouble => ({
  title: 'The server could not be reached.',
  next: changes
    ? 'Check the connection of this computer, reload the page to see whether it was done, and else try again.'
    : 'Check the connection of this computer and try again.',
  code: null,
  correlationId: null,
  details: {},
});

const unreadable: Trouble = {
  title: 'The server gave an answer that this page does not understand.',
  next: 'Reload the page. If it stays, tell your help desk.',
  code: null,
  correlationId: null,
  details: {},
};

const field = (body: object, name: string): string | null => {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' && value !== '' ? value : null;
};

function detailsOf(body: object): Readonly<Record<string, unknown>> {
  const details: unknown = Reflect.get(body, 'details');
  return typeof details === 'object' && details !== null ? { ...details } : {};
}

/**
 * Reads an error answer (RFC 9457). A code that this build does not know keeps the server's own words.
 * @param body the parsed JSON, or anything else when the answer was none
 */
export function troubleOfBody(body: unknown): Trouble {
  if (typeof body !== 'object' || body === null) return unreadable;
  const rawCode = field(body, 'code');
  const code = isErrorCode(rawCode) ? rawCode : null;
  const known = code === null ? unreadable : errorCatalogue[code];
  return {
    title: field(body, 'title') ?? known.title,
    next: field(body, 'next') ?? known.next,
    code,
    correlationId: field(body, 'correlationId'),
    details: detailsOf(body),
  };
}

/** The trouble behind whatever was thrown: ours as it is, anything else as an answer that made no sense. */
export const troubleOf = (error: unknown): Trouble => (error instanceof ApiError ? error.trouble : unreadable);

export const codeOf = (error: unknown): ErrorCode | null => troubleOf(error).code;

/** @param changes whether the call would have changed something */
export const unreachableError = (cause: unknown, changes: boolean): ApiError =>
  new ApiError(unreachable(changes), { cause });
export const unreadableError = (cause: unknown): ApiError => new ApiError(unreadable, { cause });
