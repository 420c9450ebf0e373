import type { SessionView } from '@lanyard/contract';
import { noteServerDate } from './server-clock.ts';
import { ApiError, troubleOfBody, unreachableError, unreadableError } from './trouble.ts';

type Method = 'GET' | 'POST' | 'DELETE';

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
 * @param body sent as JSON when given
 * @returns the answer as the contract describes it
 * @throws ApiError for every failure: refused, unreachable, or an answer outside the contract
 */
export async function call<T>(schema: Reader<T>, method: Method, path: string, body?: unknown): Promise<T> {
  const answer = await send(method, path, body);
  noteServerDate(answer.headers.get('date'));
  const parsed = await bodyOf(answer);
  if (!answer.ok) throw new ApiError(troubleOfBody(parsed));
  try {
    return schema.parse(parsed);
  } catch (cause) {
    throw unreadableError(cause);
  }
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (method !== 'GET' && csrfToken !== null) headers.set('x-csrf-token', csrfToken);
  const init: RequestInit = { method, headers, credentials: 'same-origin', redirect: 'error' };
  if (body !== undefined) init.body = JSON.stringify(body);
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw unreachableError(cause);
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
