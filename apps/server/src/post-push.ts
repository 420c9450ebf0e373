import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import type { PostPush, PushMessage } from '@lanyard/fleet';
import type { Logger } from '@lanyard/kernel';
import { isPrivateAddress, lookupOf } from './http-fetcher.ts';

const TIMEOUT_MS = 10_000;

interface Options {
  readonly log: Logger;
  /** A forward proxy, `http://proxy:3128`: it finds names and judges addresses, the list of hosts holds all the same. */
  readonly proxy?: string | undefined;
  /** Milliseconds; ten seconds by default. */
  readonly timeout?: number;
}

/**
 * Sends messages to push services over HTTPS. No redirects, nothing read of the answer but its status, bounded in time;
 * the address is checked at the moment of connecting, so that a name that changes between check and use gains nothing.
 */
export function httpsPostPush({ log, proxy, timeout = TIMEOUT_MS }: Options): PostPush {
  return async (message) => {
    try {
      return await post(message, proxy, timeout);
    } catch (err) {
      log.warn({ err, host: message.url.host }, 'a push service was not reached');
      return null;
    }
  };
}

function post({ url, headers, body, services }: PushMessage, proxy: string | undefined, timeout: number) {
  const mayCall = (address: string): boolean => !isPrivateAddress(address) || isListed(address, url, services);
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1'); // one never comes to the lookup
  if (isIP(literal) !== 0 && !mayCall(literal)) throw new Error(`${literal} is a private address`);
  const way =
    proxy === undefined
      ? { agent: false, lookup: lookupOf(mayCall) }
      : { agent: new Agent({ proxyEnv: { HTTPS_PROXY: proxy } }) };
  return new Promise<number>((resolve, reject) => {
    const sending = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': body.length },
        signal: AbortSignal.timeout(timeout),
        ...way,
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** An address stands in the list by itself, with the port where that is not 443. */
const isListed = (address: string, { port }: URL, services: readonly string[]): boolean =>
  services.includes(port === '' ? address : `${address}:${port}`);
