import { after, days, hours, LanyardError, minutes } from '@lanyard/kernel';
import {
  type Bytes,
  crlExt,
  type CrlEntryInput,
  type CrlHead,
  fromHex,
  type Signer,
  streamCrl,
  toHex,
} from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import { type CrlSnapshot, openCrlSnapshot } from '../pg/crl-snapshot.ts';
import { authoritiesWithDueCrl, crlBase, crlHeadOf, publishCrlRow, publishExtraRow, rememberCrl } from '../pg/crls.ts';
import type { StatusRow } from '../pg/statuses.ts';
import type { IssuerPorts } from '../ports.ts';
import type { PublishedCrl } from '../types.ts';
import { type CrlExtra, deltaOf, partitionsOf } from './crl-extras.ts';
import { endingOf } from './ending.ts';

/** RFC 5280 §3.3: an entry stays until one CRL after the certificate's end; a week is far more. */
const KEEP_ENDED = days(7);
/** A revocation may be committed so long after the moment that it names: a delta goes back that much further. */
const COMMIT_MARGIN = minutes(10);

/** Octets of an entry of the last list, about: a guess that leaves the next one room to grow. */
const ENTRY_OCTETS = 50;

export interface CrlConfig {
  readonly statusUrl: string;
  readonly crlEveryHours: number;
  readonly crlValidHours: number;
  readonly crlDelta: boolean;
  readonly crlPartitions: number;
}

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'digest' | 'frozen' | 'log'>;

/**
 * Signs and publishes a full CRL, and beside it what the configuration asks for, in one commit.
 * @throws LanyardError `authority_unknown`, `issuer_unavailable`, `signing_frozen`
 */
export async function publishCrl(
  needs: Needs,
  book: AuthorityBook,
  config: CrlConfig,
  authorityId: string,
): Promise<PublishedCrl> {
  const { db, clock } = needs;
  const authority = await book.signing(authorityId);
  if (await needs.frozen?.()) throw new LanyardError('signing_frozen');

  // 1. Number, then snapshot, under one lock. Entries go from the cursor into the buffer that becomes the CRL; the
  //    transaction has ended when the last one was read, so that nothing is signed inside it.
  const base = config.crlDelta
    ? await crlBase(db.pool, authorityId, after(clock.now(), -hours(config.crlValidHours)))
    : null;
  const last = await crlHeadOf(db.pool, { authorityId, name: 'full' });
  const expected = Math.ceil((last?.octets ?? 0) / ENTRY_OCTETS) + 1_000;
  const changedSince = base && after(base.this_update, -COMMIT_MARGIN);
  const snapshot = await openCrlSnapshot(db.pool, () => clock.now(), {
    authorityId,
    endedAfter: (at) => after(at, -KEEP_ENDED),
    resumedSince: changedSince,
  });
  const { number, generation, at } = snapshot;

  // 2. Sign, outside of the transaction.
  const nextUpdate = after(at, hours(config.crlValidHours));
  const head = headOf(authority, number, { thisUpdate: at, nextUpdate });
  const der = await fullList(snapshot, head, authority.signer, expected);
  const extras = [
    ...(base && changedSince
      ? [await deltaOf(der, head, authority.signer, { base: base.number, changedSince, resumed: snapshot.resumed })]
      : []),
    ...(config.crlPartitions > 0
      ? await partitionsOf(der, head, authority.signer, {
          count: config.crlPartitions,
          url: `${config.statusUrl}/crl/${authorityId}`,
        })
      : []),
  ];

  // 3. Publish whole; one with a higher number that was quicker stays.
  const etag = await etagOf(needs, number, der);
  await publish(needs, { authorityId, number, generation, at, nextUpdate, der, etag, extras });
  needs.log.info(
    { authority: authorityId, number, octets: der.length, extras: extras.map((e) => e.name) },
    'CRL published',
  );
  return { der, number, etag, thisUpdate: at, nextUpdate };
}

async function fullList(snapshot: CrlSnapshot, head: CrlHead, signer: Signer, expected: number): Promise<Bytes> {
  try {
    return await streamCrl(head, entriesOf(snapshot.pages()), signer, expected);
  } finally {
    await snapshot.abandon();
  }
}

function headOf(
  { name, keyId }: SigningAuthority,
  number: number,
  times: Pick<CrlHead, 'thisUpdate' | 'nextUpdate'>,
): CrlHead {
  return { issuer: name, ...times, extensions: [crlExt.authorityKeyIdentifier(keyId), crlExt.crlNumber(number)] };
}

async function* entriesOf(
  pages: AsyncIterable<readonly StatusRow[]>,
): AsyncGenerator<CrlEntryInput[], void, undefined> {
  for await (const rows of pages) yield rows.map(entryOf);
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

const etagOf = async ({ digest }: Pick<Needs, 'digest'>, number: number, der: Bytes): Promise<string> =>
  `"${number}-${toHex(await digest.digest('sha256', der)).slice(0, 16)}"`;

interface Made {
  readonly authorityId: string;
  readonly number: number;
  readonly generation: number;
  readonly at: Date;
  readonly nextUpdate: Date;
  readonly der: Bytes;
  readonly etag: string;
  readonly extras: readonly CrlExtra[];
}

/** Full list and extras change together: nobody finds a delta to a list that is not there yet. */
async function publish(
  needs: Needs,
  { authorityId, number, generation, at, nextUpdate, der, etag, extras }: Made,
): Promise<void> {
  const common = { authority_id: authorityId, number, this_update: at, next_update: nextUpdate };
  const tagged = await Promise.all(
    extras.map(async (extra) => ({ ...common, ...extra, etag: await etagOf(needs, number, extra.der) })),
  );
  await needs.db.tx(async (tx) => {
    if (!(await publishCrlRow(tx, { ...common, generation, der, etag }))) return;
    await rememberCrl(tx, common, after(at, -KEEP_ENDED));
    for (const extra of tagged) await publishExtraRow(tx, extra);
  });
}

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
