import { CHANGE_AUTHORITY, orderRollOver, workRollOver } from './admin/change-authority.ts';
import { makeReady, RECOVER } from './admin/recoveries.ts';
import { authorityBook } from './authority/authority-book.ts';
import { contentSigners } from './authority/content-signers.ts';
import { createAuthority } from './authority/create-authority.ts';
import { importAuthority } from './authority/import-authority.ts';
import { isOwn } from './authority/is-own.ts';
import { renewResponders, responderBook } from './authority/responders.ts';
import { rollOver } from './authority/roll-over.ts';
import { issuerChores, workChores } from './chores.ts';
import { readConfig } from './config.ts';
import { endEnrolments } from './enrolment/end.ts';
import { inviteEnrolment } from './enrolment/invite.ts';
import { issueWithEscrow } from './escrow/issue-with-escrow.ts';
import { recoverEscrowed } from './escrow/recover-escrowed.ts';
import { createRecoveryKey, sealedDecryptor } from './escrow/recovery-key.ts';
import { estService } from './est/est-service.ts';
import { authorityRoutes } from './http/admin-routes.ts';
import { recoveryRoutes } from './http/recovery-routes.ts';
import { estRoutes } from './http/est-routes.ts';
import { scepRoutes } from './http/scep-routes.ts';
import { statusRoutes } from './http/status-routes.ts';
import { issue } from './issue.ts';
import type { Issuer } from './issuer.ts';
import { forgetPending } from './pg/escrow.ts';
import { growingCounts, raiseCrlNumbers } from './pg/growing-counts.ts';
import type { IssuerConfig, IssuerPorts } from './ports.ts';
import { registrationBook } from './scep/registration-key.ts';
import { scepService } from './scep/scep-service.ts';
import { ocspAnswerer } from './status/answer-ocsp.ts';
import { importCrl } from './status/import-crl.ts';
import { publishCrl, publishDueCrls } from './status/publish-crl.ts';
import { crlReader } from './status/read-crl.ts';
import { resume, revoke, suspend } from './status/revoke.ts';
import type { Authority } from './types.ts';

/**
 * The certificate authority of an installation.
 * @throws RangeError for a configuration outside the federal limits
 */
export function createIssuer(ports: IssuerPorts, settings: IssuerConfig): Issuer {
  const config = readConfig(settings);
  const book = authorityBook(ports);
  const responders = responderBook(ports);
  const chores = issuerChores(ports, book, responders, config);
  const decryptor = ports.decryptor ?? sealedDecryptor(ports);
  const changes = () => ({ outbox: ports.outbox, when: { at: ports.clock.now(), seconds: config.crlCoalesceSeconds } });
  const ocsp = ocspAnswerer(ports, book, responders, config);
  const enrolling = { ports, book, config };
  const keysOf = registrationBook(enrolling);
  const reads = { crl: crlReader(ports), ocsp, authorities: book.all };

  /** An authority is of use once its responder answers and its CRL is there. */
  const withStatus = async (made: Promise<Authority>): Promise<Authority> => {
    const authority = await made;
    await renewResponders(ports, book, config);
    await publishDueCrls(ports, book, config);
    return authority;
  };

  const recover: Issuer['recoverEscrowed'] = (input) => recoverEscrowed(ports, decryptor, input);
  const publish: Issuer['publishCrl'] = (id) => publishCrl(ports, book, config, id);
  const succeed: Issuer['rollOver'] = (spec) => withStatus(rollOver(ports, book, config, spec));
  const { admin } = ports;
  admin?.approvals.on(CHANGE_AUTHORITY, orderRollOver(ports));
  admin?.approvals.on(RECOVER, makeReady(ports));
  const chainOf = async (id: string) => {
    const { certificate, chain } = await book.view(id);
    return [certificate.der, ...chain];
  };

  return {
    ...reads,
    createAuthority: (spec) => withStatus(createAuthority(ports, book, config, spec)),
    rollOver: succeed,
    importAuthority: (input) => withStatus(importAuthority(ports, book, input)),
    importCrl: (id, crl, actor) => importCrl(ports, book, { authorityId: id, der: crl, actor }),
    createRecoveryKey: (spec) => createRecoveryKey(ports, book, config, spec),
    contentSigner: contentSigners(ports, book, config),
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

    recoverEscrowed: recover,
    publishCrl: publish,

    growingCounts,
    raiseCrlNumbers,
    chores,
    async work(jobs) {
      await workChores(jobs, chores);
      await workRollOver(jobs, succeed);
    },
    routes: {
      status: statusRoutes(reads),
      admin(app) {
        if (admin === undefined) return;
        const issuer = { ...reads, publishCrl: publish };
        authorityRoutes({ ports, admin, issuer, statusUrl: config.statusUrl }, app);
        recoveryRoutes({ ports, admin, recover, chainOf }, app);
      },
      est: estRoutes(estService(enrolling, keysOf, config.estAuthority)),
      scep: scepRoutes(scepService(enrolling, keysOf)),
    },
  };
}
