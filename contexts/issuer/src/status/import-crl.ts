import { type Actor, after, LanyardError, minutes, type Queryable, recordAudit } from '@lanyard/kernel';
import {
  type Bytes,
  type Crl,
  lintCrl,
  namesEqual,
  parseCrl,
  PkiError,
  signatureAlgorithmOf,
  toHex,
} from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import { generationOf } from '../pg/authorities.ts';
import { crlHeadOf, publishCrlRow } from '../pg/crls.ts';
import { raiseCrlNumber } from '../pg/offline-crls.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Authority, PublishedCrl } from '../types.ts';

const CLOCKS_DIFFER = minutes(5);

const refuse = (reason: string): LanyardError => new LanyardError('input_invalid', { reason });

export interface CrlImport {
  readonly authorityId: string;
  readonly der: Bytes;
  readonly actor: Actor;
}

/**
 * Publishes the CRL of an authority whose key is kept offline.
 * @throws LanyardError `input_invalid` with the reason, `authority_unknown`; `conflict` for one that is not newer than
 *   the CRL in force: an old CRL must not bring a revoked authority back
 */
export async function importCrl(
  needs: Pick<IssuerPorts, 'db' | 'clock' | 'digest' | 'verifier'>,
  book: AuthorityBook,
  { authorityId, der, actor }: CrlImport,
): Promise<PublishedCrl> {
  const authority = await book.view(authorityId);
  if (authority.key !== 'offline') throw refuse(`the CRLs of ${authorityId} are made here`);
  const crl = read(der);
  await check(needs, authority, crl);
  const number = Number(crl.crlNumber);
  const { thisUpdate, nextUpdate = thisUpdate } = crl;
  const etag = `"${number}-${toHex(await needs.digest.digest('sha256', der)).slice(0, 16)}"`;
  await needs.db.tx(async (tx) => {
    if (!(await raiseCrlNumber(tx, authorityId, number)) && !(await isInForce(tx, authorityId, etag)))
      throw new LanyardError('conflict', { authority: authorityId, number });
    const generation = await generationOf(tx, authorityId);
    const times = { this_update: thisUpdate, next_update: nextUpdate };
    await publishCrlRow(tx, { authority_id: authorityId, number, der, etag, generation, ...times });
    const details = { number, entries: crl.entryCount, nextUpdate: nextUpdate.toISOString() };
    await recordAudit(
      tx,
      { act: 'crl.imported', outcome: 'done', actor, object: authorityId, details },
      needs.clock.now(),
    );
  });
  return { der, number, etag, thisUpdate, nextUpdate };
}

/** The very one that is there already may be given again. */
const isInForce = async (on: Queryable, authorityId: string, etag: string): Promise<boolean> =>
  (await crlHeadOf(on, { authorityId, name: 'full' }))?.etag === etag;

function read(der: Bytes): Crl {
  try {
    return parseCrl(der);
  } catch (cause) {
    if (cause instanceof PkiError) throw new LanyardError('input_invalid', { reason: cause.reason }, { cause });
    throw cause;
  }
}

async function check(
  { clock, verifier }: Pick<IssuerPorts, 'clock' | 'verifier'>,
  { certificate }: Authority,
  crl: Crl,
): Promise<void> {
  const now = clock.now();
  if (!namesEqual(crl.issuer, certificate.subject)) throw refuse('the CRL is of another issuer');
  const algorithm = signatureAlgorithmOf(crl.signatureAlgorithm, certificate.publicKey);
  if (algorithm === undefined || !(await verifier.verify(algorithm, certificate.spki, crl.tbs, crl.signature)))
    throw refuse('the CRL is not signed by the authority');
  const [finding] = lintCrl(crl).filter((f) => f.severity === 'error');
  if (finding) throw refuse(`${finding.message} (${finding.clause})`);
  if (crl.baseCrlNumber !== undefined || crl.issuingDistributionPoint !== undefined)
    throw refuse('a full and complete CRL is expected');
  if (crl.thisUpdate > after(now, CLOCKS_DIFFER)) throw refuse('the CRL is of the future');
  if (crl.nextUpdate === undefined || crl.nextUpdate <= now) throw refuse('the CRL is out of date');
}
