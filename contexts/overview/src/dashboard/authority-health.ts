import type { AuthorityHealth } from '@lanyard/contract';
import { days, hours, minutes } from '@lanyard/kernel';
import { parseCertificate } from '@lanyard/pki';
import { links } from '../links.ts';
import { PRESIGNED_COUNTED, type AuthorityRow } from '../pg/dashboard.ts';

/** Time to make a successor of an authority. */
const AUTHORITY_ENDS_SOON = days(90);
const RESPONDER_ENDS_SOON = days(7);
/** Revocations are published together within seconds; what waits longer than this does not come by itself. */
const PUBLISHED_WITHIN = minutes(10);

type Judged = Pick<AuthorityHealth, 'state' | 'words'>;

/** How an authority does, as relying parties see it: its certificate, its CRL and its OCSP responder. */
export function authorityHealth(row: AuthorityRow, now: Date): AuthorityHealth {
  const notAfter = row.certificate === null ? null : parseCertificate(new Uint8Array(row.certificate)).notAfter;
  const { number, this_update: thisUpdate, next_update: nextUpdate } = row;
  return {
    id: row.id,
    kind: row.kind,
    notAfter: notAfter?.toISOString() ?? null,
    crl:
      number === null || thisUpdate === null || nextUpdate === null
        ? null
        : {
            number,
            thisUpdate: thisUpdate.toISOString(),
            nextUpdate: nextUpdate.toISOString(),
            octets: row.octets ?? 0,
            behind: behindOf(row),
          },
    responderNotAfter: row.responder_not_after?.toISOString() ?? null,
    presignedAnswers: {
      count: Math.min(row.presigned, PRESIGNED_COUNTED),
      atLeast: row.presigned > PRESIGNED_COUNTED,
    },
    ...judged(row, notAfter, now),
    link: links.authorities(),
  };
}

const behindOf = ({ generation, crl_generation }: AuthorityRow): number =>
  Math.max(0, (generation ?? 0) - (crl_generation ?? 0));

/** The worst that is to be said of it. */
function judged(row: AuthorityRow, notAfter: Date | null, now: Date): Judged {
  return failure(row, notAfter, now) ?? trouble(row, notAfter, now) ?? { state: 'good', words: null };
}

function failure({ next_update, responder_not_after }: AuthorityRow, notAfter: Date | null, now: Date): Judged | null {
  if (notAfter === null)
    return failed('It has no certificate. Finish making it: what was interrupted is taken up again at the next start.');
  if (notAfter <= now) return failed('Its certificate has expired: nothing it issued is accepted. Make a successor.');
  if (next_update !== null && next_update <= now)
    return failed(
      'Its CRL is out of date: relying parties refuse every certificate. Look at the jobs and at its key, then publish a CRL.',
    );
  if (responder_not_after !== null && responder_not_after <= now)
    return failed('The certificate of its OCSP responder has expired. Look at the job that renews it.');
  return null;
}

function trouble(row: AuthorityRow, notAfter: Date | null, now: Date): Judged | null {
  const { this_update, next_update, responder_not_after } = row;
  if (next_update === null || this_update === null)
    return attention('It has published no CRL yet. Look at the jobs; an offline root needs a ceremony.');
  const lifetime = next_update.getTime() - this_update.getTime();
  if (next_update.getTime() - now.getTime() < Math.min(lifetime / 4, hours(24)))
    return attention('Its CRL is near its end and was not followed by another. Look at the jobs and at its key.');
  if (behindOf(row) > 0 && now.getTime() - this_update.getTime() > PUBLISHED_WITHIN)
    return attention('Revocations wait to be put on a CRL. Look at the jobs; OCSP says them already.');
  if (notAfter !== null && notAfter.getTime() - now.getTime() < AUTHORITY_ENDS_SOON)
    return attention(
      'Its certificate ends within 90 days. Make a successor, so that certificates issued last long enough.',
    );
  if (responder_not_after !== null && responder_not_after.getTime() - now.getTime() < RESPONDER_ENDS_SOON)
    return attention('The certificate of its OCSP responder ends within a week. Look at the job that renews it.');
  return null;
}

const failed = (words: string): Judged => ({ state: 'failed', words });
const attention = (words: string): Judged => ({ state: 'attention', words });
