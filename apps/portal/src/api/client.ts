import type { SessionView } from '@lanyard/contract';
import { noteServerDate } from './server-clock.ts';
import { ApiError, troubleOfBody, unreachableError, unreadableError } from './trouble.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What of a schema of the contract is used here. */
export interface Reader<T> {
  parse(value: unknown): T;
}

/** For acts whose answer carries nothing. */
export const nothing: Reader<undefined> = { parse: () => undefined };

let csrfToken: string | null = null;

/** The token of the session goes on every call that changes something; it lives in memory only. */
export function useTokenOf(session: SessionView | null): void {
  csrfToken = session?.csrfToken ?? null;
}

/**
 * One call to the portal's interface.
 * @param path begins with `/api/`; identifiers in it are already encoded
 * @param body sent as JSON when given; a Blob as it is, under its own type
 * @param headers beside those that every call carries
 * @returns the answer as the contract describes it
 * @throws ApiError for every failure: refused, unreachable, or an answer outside the contract
 */
export async function call<T>(
  schema: Reader<T>,
  method: Method,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const answer = await send(method, path, body, headers);
  const parsed = await bodyOf(answer);
  try {
    return schema.parse(parsed);
  } catch (cause) {
    throw unreadableError(cause);
  }
}

/**
 * One exchange whose answer is read by the caller.
 * @throws ApiError when it was refused, or the server could not be reached
 */
export async function send(
  method: Method,
  path: string,
  body: unknown,
  more: Readonly<Record<string, string>>,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', ...more });
  if (body !== undefined) headers.set('content-type', body instanceof Blob ? body.type : 'application/json');
  if (method !== 'GET' && csrfToken !== null) headers.set('x-csrf-token', csrfToken);
  const init: RequestInit = { method, headers, credentials: 'same-origin', redirect: 'error' };
  if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body);
  const answer = await fetched(path, init);
  noteServerDate(answer.headers.get('date'));
  if (!answer.ok) throw new ApiError(troubleOfBody(await bodyOf(answer)));
  return answer;
}

async function fetched(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw unreachableError(cause, init.method !== 'GET');
  }
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text().catch(() => '');
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
