import { createHash } from 'node:crypto';
import type { Fetcher, FetchRequest } from '@lanyard/pki';
import { findAnswer, putAnswer } from '../pg/status-cache.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { mayFetch } from './fetch-policy.ts';
import { freshUntil } from './fresh-until.ts';

/** An OCSP answer is kept only for the certificates that many people share, and for one person's second try. */
const defaultSeconds = { crl: 300, ocsp: 5 };

/**
 * The network as path validation sees it: only addresses that the policy allows, answers shared by all processes
 * and kept until their nextUpdate, for a bounded time.
 * @param keep kinds that may be answered from what is kept; a recheck on news of a change asks OCSP anew
 */
export function cachedFetcher(
  { db, clock, fetcher, log }: SigninPorts,
  config: SigninConfig,
  keep: readonly FetchRequest['kind'][] = ['crl', 'ocsp', 'issuers'],
): Fetcher {
  return {
    async fetch(request) {
      if (!mayFetch(request.url, config.statusHosts)) {
        log.warn({ url: request.url, kind: request.kind }, 'a certificate names an address that may not be asked');
        return null;
      }
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

function digestOf({ kind, url, body }: FetchRequest): Buffer {
  return createHash('sha256')
    .update(`${kind} ${url} `)
    .update(body ?? '')
    .digest();
}
