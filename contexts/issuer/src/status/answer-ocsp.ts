import { after, LanyardError, minutes, seconds } from '@lanyard/kernel';
import {
  buildOcspError,
  buildOcspResponse,
  type Bytes,
  concatBytes,
  type OcspAnswer,
  type OcspCertId,
  type OcspRequest,
  type OcspResponseStatus,
  parseOcspRequest,
  PkiError,
  toBase64,
} from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import type { Responder, Responders } from '../authority/responders.ts';
import { generationOf } from '../pg/authorities.ts';
import { statusesOf, type StatusRow } from '../pg/statuses.ts';
import type { IssuerPorts } from '../ports.ts';
import { endingOf } from './ending.ts';
import { issuerHashes } from './issuer-hashes.ts';
import { boundedCache } from './bounded-cache.ts';

/** An answer is given again for so long, unless a status changed: what HTTP caches may do too. */
export const OCSP_MAX_AGE = seconds(60);
const MAX_CACHED = 10_000;

export interface OcspResult {
  readonly der: Bytes;
  /**
   * False for errors, for answers with a nonce, which are for one client, and for `unknown`: the certificate may be
   * on record a moment later, and made-up numbers must not fill caches.
   */
  readonly cacheable: boolean;
  readonly thisUpdate: Date | null;
  readonly nextUpdate: Date | null;
}

export type OcspAnswerer = (authorityId: string, request: Bytes) => Promise<OcspResult>;

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'digest' | 'log' | 'frozen'>;

/**
 * Answers OCSP requests about one authority's certificates from the primary database.
 * @returns a function that throws only LanyardError `authority_unknown` and what a database that is away throws
 */
export function ocspAnswerer(
  needs: Needs,
  book: AuthorityBook,
  responders: Responders,
  validMinutes: number,
): OcspAnswerer {
  const cache = boundedCache<OcspResult & { readonly until: Date }>(MAX_CACHED);
  const hashes = issuerHashes(needs.digest);

  return async (authorityId, octets) => {
    const { certificate } = await book.view(authorityId);
    const request = readRequest(octets);
    if (request === null || request.unknownCriticals.length > 0) return failure('malformedRequest');
    const mine = await hashes.matcher(authorityId, certificate, request.certIds);
    // RFC 6960 §2.3: not one of the certificates is ours to speak for.
    if (!request.certIds.some(mine)) return failure('unauthorized');
    try {
      if (await needs.frozen?.()) return failure('tryLater');
      return await answer(authorityId, request, mine);
    } catch (cause) {
      if (!(cause instanceof LanyardError) || cause.code !== 'issuer_unavailable') throw cause;
      needs.log.error({ authority: authorityId, err: cause }, 'OCSP cannot be answered');
      return failure('tryLater');
    }
  };

  async function answer(
    authorityId: string,
    request: OcspRequest,
    mine: (id: OcspCertId) => boolean,
  ): Promise<OcspResult> {
    // The generation is read before the statuses: an answer can be newer than its label, never older.
    const generation = await generationOf(needs.db.pool, authorityId);
    const responder = await responders.of(authorityId);
    const now = needs.clock.now();
    const key = `${authorityId}|${generation}|${responder.id}|${toBase64(concatBytes(...request.certIds.map((id) => id.der)))}`;
    const cached = request.nonce === undefined ? cache.get(key) : undefined;
    if (cached && now < cached.until) return cached;
    const rows = await statusesOf(
      needs.db.pool,
      authorityId,
      request.certIds.filter(mine).map((id) => id.serial),
    );
    const made = await sign({ request, rows, mine, responder, now, validMinutes });
    if (made.cacheable) cache.set(key, { ...made, until: after(now, OCSP_MAX_AGE) });
    return made;
  }
}

interface SignInput {
  readonly request: OcspRequest;
  readonly rows: readonly StatusRow[];
  readonly mine: (id: OcspCertId) => boolean;
  readonly responder: Responder;
  readonly now: Date;
  readonly validMinutes: number;
}

async function sign({ request, rows, mine, responder, now, validMinutes }: SignInput): Promise<OcspResult> {
  const bySerial = new Map(rows.map((row) => [row.serial, row]));
  const nextUpdate = after(now, minutes(validMinutes));
  const answers = request.certIds.map((certId): OcspAnswer => {
    const row = mine(certId) ? bySerial.get(certId.serial) : undefined;
    return { certId, status: statusFrom(row), thisUpdate: now, nextUpdate };
  });
  const { nonce } = request;
  const template = { answers, producedAt: now, responderKeyHash: responder.keyHash, nonce };
  const der = await buildOcspResponse(template, responder.signer, responder.certificate);
  return {
    der,
    cacheable: nonce === undefined && answers.every((a) => a.status.state !== 'unknown'),
    thisUpdate: now,
    nextUpdate,
  };
}

/** Numbers never reserved, and those whose certificate is not on record yet, are `unknown`: never `good`. */
function statusFrom(row: StatusRow | undefined): OcspAnswer['status'] {
  if (row === undefined || row.state === 'reserved' || row.state === 'intent') return { state: 'unknown' };
  if (row.state === 'issued' && row.revoked_at === null) return { state: 'good' };
  const { revokedAt, reason } = endingOf(row);
  return { state: 'revoked', revokedAt, reason };
}

function readRequest(octets: Bytes): OcspRequest | null {
  try {
    return parseOcspRequest(octets);
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}

const failure = (status: Exclude<OcspResponseStatus, 'successful'>): OcspResult => ({
  der: buildOcspError(status),
  cacheable: false,
  thisUpdate: null,
  nextUpdate: null,
});
