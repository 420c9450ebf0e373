import { errorCatalogue, isErrorCode, type ErrorCode } from '@lanyard/contract';
import { walletErrorCatalogue, type WalletErrorCode } from './wallet-errors.ts';

/** Every error that the wallet shows: what happened, what to do next, and a code for the help desk. */
export abstract class LanyardWalletError extends Error {
  abstract readonly code: string;
  readonly next: string;

  constructor(title: string, next: string, options?: ErrorOptions) {
    super(title, options);
    this.name = new.target.name;
    this.next = next;
  }
}

/** The wallet itself says no. */
export class WalletError extends LanyardWalletError {
  override readonly code: WalletErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: WalletErrorCode, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    const { title, next } = walletErrorCatalogue[code];
    super(title, next, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** The server said no (RFC 9457). The reference is the one in its log. */
export class ServerError extends LanyardWalletError {
  override readonly code: ErrorCode;
  readonly status: number;
  readonly reference: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(problem: ParsedProblem) {
    super(problem.title, problem.next);
    this.code = problem.code;
    this.status = problem.status;
    this.reference = problem.reference;
    this.details = problem.details;
  }

  /** How many wrong tries the server still takes, where it says so. */
  get triesLeft(): number | undefined {
    const left = this.details['triesLeft'];
    return typeof left === 'number' ? left : undefined;
  }
}

interface ParsedProblem {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly next: string;
  readonly reference: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Reads an answer of 400 and above.
 * @throws WalletError `answer_unreadable` when it is no problem of ours; `offline` for a gateway without its server
 */
export function problemOf(status: number, body: string): ServerError {
  const value = parseObject(body);
  const code = value?.['code'];
  if (value === undefined || !isErrorCode(code)) {
    // A proxy answers 502 to 504 for a server that is not there: nothing was decided, a later try may pass.
    throw new WalletError(status >= 502 && status <= 504 ? 'offline' : 'answer_unreadable', { status });
  }
  const known = errorCatalogue[code];
  return new ServerError({
    code,
    status,
    title: textOr(value['title'], known.title),
    next: textOr(value['next'], known.next),
    reference: textOr(value['correlationId'], ''),
    details: isRecord(value['details']) ? value['details'] : {},
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isWalletError = (error: unknown, ...codes: readonly WalletErrorCode[]): error is WalletError =>
  error instanceof WalletError && (codes.length === 0 || codes.includes(error.code));

export const isServerError = (error: unknown, ...codes: readonly ErrorCode[]): error is ServerError =>
  error instanceof ServerError && (codes.length === 0 || codes.includes(error.code));
