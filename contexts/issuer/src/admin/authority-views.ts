import type { AuthorityView } from '@lanyard/contract';
import { type Certificate, keyKindOf, nameToString, parseCertificate } from '@lanyard/pki';
import { createHash } from 'node:crypto';
import { crlHeadOf } from '../pg/crls.ts';
import { responderEnds } from '../pg/admin-certificates.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Authority } from '../types.ts';

type Needs = Pick<IssuerPorts, 'db' | 'clock'>;

/** Every authority as administrators see it, a line's newest first. There are few. */
export async function authorityViews(
  needs: Needs,
  authorities: readonly Authority[],
  statusUrl: string,
): Promise<AuthorityView[]> {
  const ends = await responderEnds(needs.db.pool);
  const now = needs.clock.now();
  const issuing = new Set(
    [...new Set(authorities.map(({ line }) => line))].map((line) => issuingOf(authorities, line, now)),
  );
  const bySubject = new Map(authorities.map(({ id, certificate }) => [sha256Of(certificate), id]));
  return Promise.all(
    authorities.map(async (authority) => ({
      ...viewOf(authority, bySubject),
      isIssuing: issuing.has(authority.id),
      crl: await crlOf(needs, authority.id, statusUrl),
      ocsp: {
        url: `${statusUrl}/ocsp/${authority.id}`,
        responderNotAfter: ends.get(authority.id)?.toISOString() ?? null,
      },
    })),
  );
}

/** The newest of a line that is active. */
function issuingOf(authorities: readonly Authority[], line: string, now: Date): string | undefined {
  const active = authorities.filter((one) => one.line === line && one.activeFrom <= now);
  return active.toSorted((a, b) => b.activeFrom.getTime() - a.activeFrom.getTime())[0]?.id;
}

function viewOf(authority: Authority, ids: ReadonlyMap<string, string>) {
  const { id, line, kind, parent, certificate, chain, activeFrom, key } = authority;
  const path = [certificate, ...chain.map((der) => parseCertificate(der))];
  return {
    id,
    line,
    kind,
    parent,
    subject: nameToString(certificate.subject),
    issuer: nameToString(certificate.issuer),
    serial: certificate.serial,
    sha256: sha256Of(certificate),
    keyType: keyKindOf(certificate.publicKey) ?? 'unknown',
    keyPlace: key,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    activeFrom: activeFrom.toISOString(),
    chain: path.map((one) => ({
      id: ids.get(sha256Of(one)) ?? null,
      subject: nameToString(one.subject),
      notAfter: one.notAfter.toISOString(),
    })),
  };
}

async function crlOf({ db }: Needs, id: string, statusUrl: string): Promise<AuthorityView['crl']> {
  const head = await crlHeadOf(db.pool, { authorityId: id, name: 'full' });
  if (head === null) return null;
  const { number, this_update: thisUpdate, next_update: nextUpdate, octets } = head;
  const url = `${statusUrl}/crl/${id}.crl`;
  return { number, thisUpdate: thisUpdate.toISOString(), nextUpdate: nextUpdate.toISOString(), octets, url };
}

const sha256Of = ({ der }: Certificate): string => createHash('sha256').update(der).digest('hex');
