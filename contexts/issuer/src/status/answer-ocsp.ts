import { after, LanyardError, minutes, seconds } from '@lanyard/kernel';
import {
  buildOcspError,
  type Bytes,
  concatBytes,
  type OcspAnswer,
  type OcspCertId,
  type OcspRequest,
  type OcspResponseStatus,
  parseOcspRequest,
  PkiError,
  toBase64,
  viewOf,
} from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import type { Responder, Responders } from '../authority/responders.ts';
import { generationOf } from '../pg/authorities.ts';
import { ocspAnswerOf } from '../pg/ocsp-answers.ts';
import { statusesOf, type StatusRow } from '../pg/statuses.ts';
import type { IssuerPorts } from '../ports.ts';
import { askedTogether } from './asked-together.ts';
import { issuerHashes } from './issuer-hashes.ts';
import { signOcsp, statusFrom } from './sign-ocsp.ts';
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
  config: { readonly ocspValidMinutes: number; readonly ocspPresignHours: number },
): OcspAnswerer {
  const cache = boundedCache<OcspResult & { readonly until: Date }>(MAX_CACHED);
  const onRecord = boundedCache<{ readonly row: StatusRow; readonly until: Date }>(MAX_CACHED);
  const generation = askedTogether((authorityId) => generationOf(needs.db.pool, authorityId));
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
    const labelled = `${authorityId}|${await generation(authorityId)}`;
    const responder = await responders.of(authorityId);
    const now = needs.clock.now();
    const key = `${labelled}|${responder.id}|${toBase64(concatBytes(...request.certIds.map((id) => id.der)))}`;
    const cached = request.nonce === undefined ? cache.get(key) : undefined;
    if (cached && now < cached.until) return cached;
    const ahead = config.ocspPresignHours > 0 ? await signedAhead(authorityId, request, now) : null;
    if (ahead) return ahead;
    const serials = request.certIds.filter(mine).map((id) => id.serial);
    const rows = await statuses(authorityId, labelled, serials, now);
    const made = await sign({ request, rows, mine, responder, now, validMinutes: config.ocspValidMinutes });
    if (made.cacheable) cache.set(key, { ...made, until: after(now, OCSP_MAX_AGE) });
    return made;
  }

  /** A status that is known changes with the generation only; one that is `unknown` may be on record a moment later. */
  async function statuses(
    authorityId: string,
    labelled: string,
    serials: readonly string[],
    now: Date,
  ): Promise<readonly StatusRow[]> {
    const known = serials.flatMap((serial) => {
      const found = onRecord.get(`${labelled}|${serial}`);
      return found && now < found.until ? [found.row] : [];
    });
    if (known.length === serials.length) return known;
    const rows = await statusesOf(needs.db.pool, authorityId, serials);
    const until = after(now, OCSP_MAX_AGE);
    for (const row of rows)
      if (statusFrom(row).state !== 'unknown') onRecord.set(`${labelled}|${row.serial}`, { row, until });
    return rows;
  }

  /** For the request of RFC 5019: one certificate and no nonce. */
  async function signedAhead(authorityId: string, request: OcspRequest, now: Date): Promise<OcspResult | null> {
    const [certId, ...more] = request.certIds;
    if (certId === undefined || more.length > 0 || request.nonce !== undefined) return null;
    const row = await ocspAnswerOf(needs.db.pool, authorityId, certId.der, now);
    if (row === null) return null;
    return { der: viewOf(row.der), cacheable: true, thisUpdate: row.this_update, nextUpdate: row.next_update };
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
  return {
    der: await signOcsp(answers, responder, now, nonce),
    cacheable: nonce === undefined && answers.every((a) => a.status.state !== 'unknown'),
    thisUpdate: now,
    nextUpdate,
  };
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
