import { WalletError } from './errors.ts';
import type { Http } from './ports.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_CHARACTERS = 4 << 20;

/** `Http` over `fetch`: bounded in time and size, follows no redirect, sends no cookie. */
export function fetchHttp(fetcher: typeof fetch = (...input) => fetch(...input)): Http {
  return async ({ method, url, headers, body }) => {
    const response = await fetcher(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (text.length > MAX_ANSWER_CHARACTERS) throw new WalletError('answer_unreadable', { length: text.length });
    return { status: response.status, header: (name) => response.headers.get(name), body: text };
  };
}
