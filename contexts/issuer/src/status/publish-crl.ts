import { after, days, hours, LanyardError } from '@lanyard/kernel';
import { crlExt, type CrlEntryInput, fromHex, signCrl, toHex, viewOf } from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import { generationOf } from '../pg/authorities.ts';
import { authoritiesWithDueCrl, crlOf, publishCrlRow, takeCrlNumber } from '../pg/crls.ts';
import { notGood, type StatusRow } from '../pg/statuses.ts';
import type { CrlRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import type { PublishedCrl } from '../types.ts';
import { endingOf } from './ending.ts';

/** RFC 5280 §3.3: an entry stays until one CRL after the certificate's end; a week is far more. */
const KEEP_ENDED = days(7);

export interface CrlConfig {
  readonly crlEveryHours: number;
  readonly crlValidHours: number;
}

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'digest' | 'frozen' | 'log'>;

/**
 * Signs and publishes a full CRL.
 * @throws LanyardError `authority_unknown`, `issuer_unavailable`, `signing_frozen`
 */
export async function publishCrl(
  needs: Needs,
  book: AuthorityBook,
  config: CrlConfig,
  authorityId: string,
): Promise<PublishedCrl> {
  const authority = await book.signing(authorityId);
  if (await needs.frozen?.()) throw new LanyardError('signing_frozen');

  // 1. Number, then snapshot, under one lock: a higher number never knows less.
  const { number, generation, rows, at } = await needs.db.tx(async (tx) => {
    const taken = await takeCrlNumber(tx, authorityId);
    const now = needs.clock.now();
    const seen = await generationOf(tx, authorityId);
    return { number: taken, generation: seen, rows: await notGood(tx, authorityId, after(now, -KEEP_ENDED)), at: now };
  });

  // 2. Sign, outside of the transaction.
  const nextUpdate = after(at, hours(config.crlValidHours));
  const extensions = [crlExt.authorityKeyIdentifier(authority.keyId), crlExt.crlNumber(number)];
  const template = { issuer: authority.name, thisUpdate: at, nextUpdate, extensions, entries: rows.map(entryOf) };
  const crl = await signCrl(template, authority.signer);

  // 3. Publish whole; one with a higher number that was quicker stays.
  const etag = `"${number}-${toHex(await needs.digest.digest('sha256', crl)).slice(0, 16)}"`;
  await publishCrlRow(needs.db.pool, {
    authority_id: authorityId,
    number,
    der: crl,
    etag,
    generation,
    this_update: at,
    next_update: nextUpdate,
  });
  needs.log.info({ authority: authorityId, number, entries: rows.length }, 'CRL published');
  return { der: crl, number, etag, thisUpdate: at, nextUpdate };
}

function entryOf(row: StatusRow): CrlEntryInput {
  const { revokedAt, reason, invalidityDate } = endingOf(row);
  return {
    serial: fromHex(row.serial),
    revokedAt,
    ...(reason === undefined ? {} : { reason }),
    ...(invalidityDate === undefined ? {} : { invalidityDate }),
  };
}

/** The CRL in force; null before the first. */
export async function crlInForce({ db }: Pick<IssuerPorts, 'db'>, authorityId: string): Promise<PublishedCrl | null> {
  const row = await crlOf(db.pool, authorityId);
  return row === null ? null : viewOfRow(row);
}

const viewOfRow = ({ der, number, etag, this_update: thisUpdate, next_update: nextUpdate }: CrlRow): PublishedCrl => ({
  der: viewOf(der),
  number,
  etag,
  thisUpdate,
  nextUpdate,
});

/** Publishes what is due. One authority whose key fails does not keep the others waiting. */
export async function publishDueCrls(needs: Needs, book: AuthorityBook, config: CrlConfig): Promise<string[]> {
  const due = await authoritiesWithDueCrl(needs.db.pool, after(needs.clock.now(), -hours(config.crlEveryHours)));
  const published: string[] = [];
  for (const id of due) {
    try {
      await publishCrl(needs, book, config, id);
      published.push(id);
    } catch (cause) {
      needs.log.error({ authority: id, err: cause }, 'its CRL is due and could not be published');
    }
  }
  return published;
}
