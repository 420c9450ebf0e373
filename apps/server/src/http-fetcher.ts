import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Bytes, Fetcher, FetchRequest } from '@lanyard/pki';

export interface FetcherOptions {
  /** `host` or `host:port` that may lie on a private address: our own status address, an agency's repository. */
  readonly allowedHosts: readonly string[];
  readonly onRefused?: (url: string, why: string) => void;
}

const contentTypes: Partial<Record<FetchRequest['kind'], string>> = { ocsp: 'application/ocsp-request' };

const privateAddresses = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateAddresses.addSubnet(net, bits, 'ipv4');
// NAT64, Teredo and 6to4 carry an IPv4 address within, and nobody's CRL lies there.
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
] as const)
  privateAddresses.addSubnet(net, bits, 'ipv6');

/** An address that a certificate must not make this server call (server-side request forgery). */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPrivateAddress(mapped);
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Gets CRLs, OCSP answers and issuers' certificates over plain HTTP (RFC 5280 §8: they are signed themselves).
 * No redirects, no other scheme, bounded in size and time; the address is checked at the moment of connecting,
 * so that a name that changes between check and use gains nothing.
 */
export function httpFetcher({ allowedHosts, onRefused }: FetcherOptions): Fetcher {
  return {
    fetch: async (wanted) => {
      const url = parseUrl(wanted.url);
      if (!url) return refuse(wanted.url, 'not a plain http address');
      const allowed = allowedHosts.includes(url.hostname) || allowedHosts.includes(url.host);
      const address = url.hostname.replace(/^\[(.*)\]$/, '$1'); // a literal never comes to the lookup below
      if (!allowed && isIP(address) !== 0 && isPrivateAddress(address)) return refuse(wanted.url, 'a private address');
      return get(url, wanted, allowed ? undefined : publicLookup).catch((error: unknown) =>
        refuse(wanted.url, error instanceof Error ? error.message : 'failed'),
      );
    },
  };
  function refuse(url: string, why: string): null {
    onRefused?.(url, why);
    return null;
  }
}

function parseUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'http:' && url.username === '' ? url : null;
}

/** Finds addresses that may be called, at the moment of connecting. */
export const lookupOf =
  (mayCall: (address: string) => boolean): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const open = (addresses ?? []).filter(({ address }) => mayCall(address));
      const first = open[0];
      if (error || !first)
        return done(error ?? Object.assign(new Error(`${hostname} has no public address`), { code: 'EACCES' }), '', 4);
      return options.all ? done(null, open) : done(null, first.address, first.family);
    });
const publicLookup = lookupOf((address) => !isPrivateAddress(address));

function get(
  url: URL,
  { kind, body, maxBytes, timeoutMilliseconds }: FetchRequest,
  lookupWith: LookupFunction | undefined,
): Promise<Bytes | null> {
  return new Promise((resolve, reject) => {
    const headers = body
      ? { 'content-type': contentTypes[kind] ?? 'application/octet-stream', 'content-length': body.length }
      : {};
    const request = httpRequest(url, {
      method: body ? 'POST' : 'GET',
      headers,
      agent: false,
      signal: AbortSignal.timeout(timeoutMilliseconds),
      ...(lookupWith ? { lookup: lookupWith } : {}),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        return reject(new Error(`answered ${String(response.statusCode)}`));
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        reject(new Error(`sent more than ${maxBytes} octets`));
        request.destroy();
      });
      response.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    });
    request.end(body);
  });
}
