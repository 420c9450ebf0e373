import { errorCatalogue, type ErrorCode, type ErrorKind, type Problem } from '@lanyard/contract';
import { isDatabaseAway } from '../db.ts';
import { LanyardError } from '../errors.ts';

const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  locked: 423,
  limited: 429,
  internal: 500,
  unavailable: 503,
};

/** The status that HTTP has for an error code. */
export const httpStatus = (code: ErrorCode): number => statusOf[errorCatalogue[code].kind];

/** `application/problem+json` (RFC 9457) for an error; words come from the catalogue, never from the exception. */
export function toProblem(error: LanyardError, correlationId: string): Problem {
  const { title, next } = errorCatalogue[error.code];
  const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
  return {
    type: `urn:lanyard:error:${error.code}`,
    title,
    status: httpStatus(error.code),
    code: error.code,
    next,
    correlationId,
    ...details,
  };
}

interface FastifyLikeError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: readonly { readonly instancePath?: string; readonly message?: string }[];
}

/** Every throw becomes a LanyardError: what is not expected becomes `internal`, and its words stay in the log. */
export function toLanyardError(error: unknown): LanyardError {
  if (error instanceof LanyardError) return error;
  if (isDatabaseAway(error)) return new LanyardError('database_unavailable', {}, { cause: error });
  const e = error as FastifyLikeError;
  if (e.validation)
    return new LanyardError('input_invalid', {
      fields: e.validation.slice(0, 20).map((v) => ({ field: v.instancePath ?? '', message: v.message ?? '' })),
    });
  if (e.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new LanyardError('input_too_large');
  if (e.statusCode === 429) return new LanyardError('rate_limited');
  if (typeof e.statusCode === 'number' && e.statusCode >= 400 && e.statusCode < 500)
    return new LanyardError('input_invalid', {}, { cause: error });
  return new LanyardError('internal', {}, { cause: error });
}
