import { errorCatalogue, type ErrorCode, type ErrorKind } from '@lanyard/contract';

/** An expected failure at an edge: a stable code, and details that are safe to show. */
export class LanyardError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  /**
   * @param code of the contract's catalogue, which holds the words for people
   * @param details shown to the caller: never a secret
   */
  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    const { title, next } = errorCatalogue[code];
    super(`${code}: ${title} ${next}`, options);
    this.name = 'LanyardError';
    this.code = code;
    this.details = details;
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code].kind;
  }
}

/** True when an error is a LanyardError, of one of the codes where any is named. */
export const isLanyardError = (error: unknown, ...codes: ErrorCode[]): error is LanyardError =>
  error instanceof LanyardError && (codes.length === 0 || codes.includes(error.code));
