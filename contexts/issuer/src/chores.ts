import { after, days, hours, type Jobs } from '@lanyard/kernel';
import type { AuthorityBook } from './authority/authority-book.ts';
import { renewResponders, type Responders } from './authority/responders.ts';
import { closeIntents } from './cycle/close.ts';
import type { CycleConfig } from './cycle/cycle-request.ts';
import type { Issuer } from './issuer.ts';
import { forgetPending } from './pg/escrow.ts';
import { forgetTransactions } from './pg/scep.ts';
import type { IssuerPorts } from './ports.ts';
import { type CrlConfig, publishDueCrls } from './status/publish-crl.ts';
import { presignOcsp } from './status/presign-ocsp.ts';
import { watchCrls } from './status/watch-crls.ts';
import { CRL_QUEUE } from './status/request-crl.ts';

/** The longest that an activation may take: afterwards nobody fetches its key any more. */
const KEEP_UNDELIVERED = hours(72);

/** A poll for a lost answer comes within a day or so. */
const KEEP_TRANSACTIONS = days(30);

export function issuerChores(
  ports: IssuerPorts,
  book: AuthorityBook,
  responders: Responders,
  config: CycleConfig & CrlConfig & { readonly ocspPresignHours: number },
): Issuer['chores'] {
  return {
    sweepIntents: () =>
      ports.db.tx(async (tx) => {
        const at = ports.clock.now();
        await forgetTransactions(tx, after(at, -KEEP_TRANSACTIONS));
        await forgetPending(tx, { before: after(at, -KEEP_UNDELIVERED) });
        return await closeIntents(tx, ports.outbox, { expiredAt: at }, 'interrupted', {
          at,
          seconds: config.crlCoalesceSeconds,
        });
      }),
    publishDueCrls: () => publishDueCrls(ports, book, config),
    presignOcsp: () => presignOcsp(ports, book, responders, config),
    watchCrls: () => watchCrls(ports, config),
    renewResponders: () => renewResponders(ports, book, config),
  };
}

/**
 * Handlers and schedules. The CRL is looked after twice: by the job that a revocation sends, and every minute, which
 * also catches a revocation that committed just after the job had taken its snapshot.
 */
export async function workChores(jobs: Jobs, chores: Issuer['chores']): Promise<void> {
  const crls = async (): Promise<void> => void (await chores.publishDueCrls());
  await jobs.work(CRL_QUEUE, crls);
  await jobs.schedule('issuer.crl-due', '* * * * *', crls);
  await jobs.schedule('issuer.presign-ocsp', '* * * * *', async () => void (await chores.presignOcsp()));
  await jobs.schedule('issuer.crl-watch', '*/5 * * * *', async () => void (await chores.watchCrls()));
  await jobs.schedule('issuer.sweep-intents', '* * * * *', async () => void (await chores.sweepIntents()));
  await jobs.schedule('issuer.renew-responders', '17 3 * * *', async () => void (await chores.renewResponders()));
}
