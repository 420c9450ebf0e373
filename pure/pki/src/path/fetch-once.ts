import type { Bytes } from '../bytes.ts';
import type { Session } from './session.ts';
import type { FetchRequest } from './types.ts';

/**
 * Hands one request to the fetcher, within the limits of the call: http and https only, no question twice, nothing longer than
 * agreed. Whatever goes wrong means that there is no answer.
 */
export async function fetchOnce(
  { kind, url, body }: Pick<FetchRequest, 'kind' | 'url' | 'body'>,
  { ports, work, asked }: Session,
): Promise<Bytes | null> {
  const question = `${kind} ${url} ${body?.join('.') ?? ''}`;
  if (!ports.fetcher || url.length > 2048 || !/^https?:\/\//i.test(url) || asked.has(question)) return null;
  asked.add(question);
  if (!work.mayFetch()) return null;
  const { fetchBytes: maxBytes, fetchMilliseconds: timeoutMilliseconds } = work.limits;
  const request: FetchRequest = { kind, url, maxBytes, timeoutMilliseconds, ...(body ? { body } : {}) };
  try {
    const octets = await ports.fetcher.fetch(request);
    return octets && octets.length <= maxBytes ? octets : null;
  } catch {
    return null;
  }
}
