import type { Server } from 'node:tls';
import { foldTally, sweepAttempts, type Http } from '@lanyard/kernel';
import { sealAndKeep } from './checkpoint-keeper.ts';
import type { OpenContexts } from './contexts.ts';
import { followPeople } from './follow-person.ts';
import { followSettings } from './follow-settings.ts';
import type { WebCertificate } from './web-certificate.ts';

const SEAL_EVERY = 10_000;
const ANCHORS_EVERY = 2_000;

/**
 * Takes part in the installation's scheduled work, and keeps what every process has to know for itself:
 * its copy of the checkpoints, and the issuers that its card hosts name in the TLS handshake.
 */
export async function startJobs(
  contexts: OpenContexts,
  web: WebCertificate,
  cardHosts: () => readonly Http[],
): Promise<() => Promise<void>> {
  const { jobs, db, clock, log } = contexts;
  await contexts.notices.startDelivery();
  await contexts.issuer.work(jobs);
  await contexts.fleet.work(jobs);
  await contexts.credentials.work(jobs);
  await contexts.signin.work(jobs);
  await contexts.directory.approvals.work(jobs);
  await contexts.directory.work(jobs);
  await followPeople(contexts, jobs);
  await followSettings(contexts, jobs);
  await jobs.schedule('kernel.sweep-attempts', '*/5 * * * *', () => sweepAttempts(db.pool, clock.now()));
  for (const schema of ['credentials', 'fleet'])
    await jobs.schedule(`kernel.fold-tally.${schema}`, '* * * * *', () => foldTally(db.pool, schema));
  const timers = [
    every(SEAL_EVERY, 'sealing the audit log', () => sealAndKeep(contexts)),
    every(ANCHORS_EVERY, 'reading the trust anchors', anchorsOf(contexts, web, cardHosts)),
  ];
  return async () => {
    for (const timer of timers) await timer.stop();
    await sealAndKeep(contexts).catch((err: unknown) =>
      log.warn({ err }, 'the last sealing failed; the next start does it'),
    );
  };

  function every(ms: number, what: string, work: () => Promise<void>) {
    let running: Promise<void> = Promise.resolve();
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      running = work()
        .catch((err: unknown) => log.warn({ err }, `${what} failed`))
        .finally(() => (busy = false));
    }, ms);
    return {
      async stop() {
        clearInterval(timer);
        await running;
      },
    };
  }
}

/** New anchors show in the next handshake's list; the validator itself reads them at every sign-in. */
function anchorsOf(
  { signin }: OpenContexts,
  web: WebCertificate,
  cardHosts: () => readonly Http[],
): () => Promise<void> {
  let shown = '';
  return async () => {
    const options = await signin.cardTlsOptions(web);
    const now = JSON.stringify(options.ca ?? []);
    if (now === shown) return;
    shown = now;
    for (const host of cardHosts()) (host.server as unknown as Server).setSecureContext(options);
  };
}
