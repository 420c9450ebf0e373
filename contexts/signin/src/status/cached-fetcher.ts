import { createHash } from 'node:crypto';
import { after, minutes } from '@lanyard/kernel';
import type { Bytes, Fetcher, FetchRequest } from '@lanyard/pki';
import { findAnswer, putAnswer } from '../pg/status-cache.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { mayFetch } from './fetch-policy.ts';
import { freshUntil } from './fresh-until.ts';

/** An OCSP answer is kept only for the certificates that many people share, and for one person's second try. */
const defaultSeconds = { crl: 300, ocsp: 5 };

type Needs = Pick<SigninPorts, 'db' | 'clock' | 'fetcher' | 'log'>;

/**
 * The network as path validation sees it: only addresses that the policy allows, answers shared by all processes
 * and kept until their nextUpdate, for a bounded time.
 * @param keep kinds that may be answered from what is kept; a recheck on news of a change asks OCSP anew
 */
export function cachedFetcher(
  ports: Needs,
  config: SigninConfig,
  keep: readonly ('crl' | 'ocsp')[] = ['crl', 'ocsp'],
): Fetcher {
  const { db, clock, fetcher, log } = ports;
  const issuers = rememberIssuers(ports);
  return {
    async fetch(request) {
      if (!mayFetch(request.url, config.statusHosts)) {
        log.warn({ url: request.url, kind: request.kind }, 'a certificate names an address that may not be asked');
        return null;
      }
      if (request.kind === 'issuers') return issuers(request);
      const question = digestOf(request);
      const now = clock.now();
      const known = keep.includes(request.kind) ? await findAnswer(db.pool, question, now) : null;
      if (known !== null && known.length <= request.maxBytes) return known;
      const answer = await fetcher.fetch(request);
      if (answer === null || answer.length > request.maxBytes) return null;
      const until = freshUntil(request.kind, answer, now, config.statusSeconds ?? defaultSeconds);
      if (until !== null) await putAnswer(db.pool, question, answer, now, until);
      return answer;
    },
  };
}

/** A certificate, or a bundle of a handful. */
const ISSUERS_BYTES = 64 * 1024;
const ISSUERS_KEPT = 200;
const ISSUERS_MS = minutes(60);

/**
 * Issuers' certificates are asked for before any signature holds, at addresses that a stranger's certificate names: so
 * they are taken small and kept in memory, a bounded number of them, and not in the database.
 */
function rememberIssuers({ clock, fetcher }: Needs): (request: FetchRequest) => Promise<Bytes | null> {
  const kept = new Map<string, { readonly answer: Bytes; readonly until: Date }>();
  return async (request) => {
    const maxBytes = Math.min(request.maxBytes, ISSUERS_BYTES);
    const known = kept.get(request.url);
    if (known !== undefined && known.until > clock.now()) return known.answer;
    const answer = await fetcher.fetch({ ...request, maxBytes });
    if (answer === null || answer.length > maxBytes) return null;
    kept.delete(request.url);
    const oldest = kept.size >= ISSUERS_KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(request.url, { answer, until: after(clock.now(), ISSUERS_MS) });
    return answer;
  };
}

function digestOf({ kind, url, body }: FetchRequest): Buffer {
  return createHash('sha256')
    .update(`${kind} ${url} `)
    .update(body ?? '')
    .digest();
}
