import { after, hours } from '@lanyard/kernel';
import { type Bytes, type Digest, fromHex, type HashAlgorithm, ocspCertId } from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import type { Responder, Responders } from '../authority/responders.ts';
import { generationOf } from '../pg/authorities.ts';
import { forgetOcspAnswers, type NewOcspAnswer, storeOcspAnswers, withoutFreshAnswer } from '../pg/ocsp-answers.ts';
import type { StatusRow } from '../pg/statuses.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Authority } from '../types.ts';
import { signOcsp, statusFrom } from './sign-ocsp.ts';

const BATCH = 250;
/** Of one run, so that it ends before the job's time does; the next run goes on. */
const MAX_BATCHES = 100;
/** RFC 5019 clients name by SHA-1, newer ones by SHA-256: an answer repeats the name that it was asked by. */
const HASHES: readonly HashAlgorithm[] = ['sha1', 'sha256'];

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'digest' | 'log' | 'frozen'>;

/**
 * Signs answers ahead for every certificate in force that has none made within half of their time. Does nothing
 * while `ocspPresignHours` is 0. An authority without a responder in force is passed over.
 * @returns how many certificates were served
 */
export async function presignOcsp(
  needs: Needs,
  book: AuthorityBook,
  responders: Responders,
  { ocspPresignHours }: { readonly ocspPresignHours: number },
): Promise<number> {
  if (ocspPresignHours === 0 || (await needs.frozen?.())) return 0;
  await forgetOcspAnswers(needs.db.pool, needs.clock.now());
  let served = 0;
  for (const authority of await book.all()) {
    try {
      const responder = await responders.of(authority.id);
      served += await presignFor(needs, authority, responder, hours(ocspPresignHours));
    } catch (cause) {
      needs.log.error({ authority: authority.id, err: cause }, 'its OCSP answers could not be signed ahead');
    }
  }
  return served;
}

async function presignFor(needs: Needs, authority: Authority, responder: Responder, lasts: number): Promise<number> {
  let beyond = '';
  let served = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    // 1. The generation is read before the statuses: a change in between is noticed when the answers are stored.
    const generation = await generationOf(needs.db.pool, authority.id);
    const now = needs.clock.now();
    const page = { beyond, madeSince: after(now, -lasts / 2), now, limit: BATCH };
    const rows = await withoutFreshAnswer(needs.db.pool, authority.id, page);
    const last = rows.at(-1);
    if (last === undefined) break;

    // 2. Sign, outside of any transaction.
    const times = { thisUpdate: now, nextUpdate: earlier(after(now, lasts), responder.notAfter) };
    const answers = (
      await Promise.all(rows.map((row) => answersTo(row, authority, responder, needs.digest, times)))
    ).flat();

    // 3. Store them, or do the page again where a status changed meanwhile.
    const stored = await needs.db.tx((tx) => storeOcspAnswers(tx, authority.id, generation, answers));
    if (!stored) continue;
    beyond = last.serial;
    served += rows.length;
  }
  return served;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

interface Times {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

function answersTo(
  row: StatusRow,
  authority: Authority,
  responder: Responder,
  digest: Digest,
  times: Times,
): Promise<NewOcspAnswer[]> {
  return Promise.all(
    HASHES.map(async (hash) => {
      const certId = await ocspCertId(fromHex(row.serial), authority.certificate, digest, hash);
      const der: Bytes = await signOcsp([{ certId, status: statusFrom(row), ...times }], responder, times.thisUpdate);
      return {
        authority_id: authority.id,
        cert_id: certId.der,
        serial: row.serial,
        der,
        this_update: times.thisUpdate,
        next_update: times.nextUpdate,
      };
    }),
  );
}
