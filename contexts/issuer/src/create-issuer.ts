import { authorityBook } from './authority/authority-book.ts';
import { createAuthority } from './authority/create-authority.ts';
import { isOwn } from './authority/is-own.ts';
import { renewResponders, responderBook } from './authority/responders.ts';
import { issuerChores, workChores } from './chores.ts';
import { readConfig } from './config.ts';
import { endEnrolments } from './enrolment/end.ts';
import { inviteEnrolment } from './enrolment/invite.ts';
import { issueWithEscrow } from './escrow/issue-with-escrow.ts';
import { recoverEscrowed } from './escrow/recover-escrowed.ts';
import { createRecoveryKey, sealedDecryptor } from './escrow/recovery-key.ts';
import { estService } from './est/est-service.ts';
import { estRoutes } from './http/est-routes.ts';
import { statusRoutes } from './http/status-routes.ts';
import { issue } from './issue.ts';
import type { Issuer } from './issuer.ts';
import { forgetPending } from './pg/escrow.ts';
import { growingCounts, raiseCrlNumbers } from './pg/growing-counts.ts';
import type { IssuerConfig, IssuerPorts } from './ports.ts';
import { ocspAnswerer } from './status/answer-ocsp.ts';
import { crlInForce, publishCrl, publishDueCrls } from './status/publish-crl.ts';
import { resume, revoke, suspend } from './status/revoke.ts';

/**
 * The certificate authority of an installation.
 * @throws RangeError for a configuration outside the federal limits
 */
export function createIssuer(ports: IssuerPorts, settings: IssuerConfig): Issuer {
  const config = readConfig(settings);
  const book = authorityBook(ports);
  const chores = issuerChores(ports, book, config);
  const decryptor = ports.decryptor ?? sealedDecryptor(ports);
  const changes = () => ({ outbox: ports.outbox, when: { at: ports.clock.now(), seconds: config.crlCoalesceSeconds } });
  const ocsp = ocspAnswerer(ports, book, responderBook(ports), config.ocspValidMinutes);
  const enrolling = { ports, book, config };
  const reads = { crl: (id: string) => crlInForce(ports, id), ocsp, authorities: book.all };

  return {
    ...reads,
    async createAuthority(spec) {
      const authority = await createAuthority(ports, book, config, spec);
      await renewResponders(ports, book, config);
      await publishDueCrls(ports, book, config);
      return authority;
    },
    createRecoveryKey: (spec) => createRecoveryKey(ports, book, config, spec),
    isOwn: async (certificate) => isOwn(await book.all(), certificate),

    issue: (input) => issue(ports, book, config, input),
    issueWithEscrow: (input, keyType) => issueWithEscrow(ports, book, config, input, keyType),
    keyDelivered: (tx, reference) => forgetPending(tx, { reference }),

    revoke: (tx, input) => revoke(tx, changes(), input),
    suspend: (tx, input) => suspend(tx, changes(), input),
    resume: (tx, input) => resume(tx, changes(), input),

    enrolments: {
      async invite(tx, spec, by) {
        await book.view(spec.authority);
        return await inviteEnrolment(tx, ports, spec, by);
      },
      end: (tx, which, act) => endEnrolments(tx, changes(), which, act),
    },

    recoverEscrowed: (input) => recoverEscrowed(ports, decryptor, input),
    publishCrl: (id) => publishCrl(ports, book, config, id),

    growingCounts,
    raiseCrlNumbers,
    chores,
    work: (jobs) => workChores(jobs, chores),
    routes: { status: statusRoutes(reads), est: estRoutes(estService(enrolling, config.estAuthority)) },
  };
}
