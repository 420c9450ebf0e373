import { LanyardError } from '@lanyard/kernel';
import { type Certificate, parseCertificate, type Signer } from '@lanyard/pki';
import { authorityById, certifiedAuthorities } from '../pg/authorities.ts';
import type { AuthorityRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Authority } from '../types.ts';
import { openSealed } from './open-sealed.ts';
import type { SigningAuthority } from './signing-authority.ts';

/** What is known of the authorities. Once certified they never change, so each process reads one once. */
export interface AuthorityBook {
  /** @throws LanyardError `authority_unknown` */
  view(id: string): Promise<Authority>;
  /** @throws LanyardError `authority_unknown`, `issuer_unavailable` when its key cannot be opened */
  signing(id: string): Promise<SigningAuthority>;
  all(): Promise<readonly Authority[]>;
}

/** Names what is sealed, so that one authority's key cannot be put in another's place. */
export const authorityKeyPurpose = (id: string): string => `issuer authority ${id}`;

type Needs = Pick<IssuerPorts, 'db' | 'keys' | 'masterKey' | 'log'>;

export function authorityBook(needs: Needs): AuthorityBook {
  const { db } = needs;
  const views = new Map<string, Authority>();
  const signers = new Map<string, SigningAuthority>();

  async function view(id: string): Promise<Authority> {
    const known = views.get(id);
    if (known) return known;
    const row = await authorityById(db.pool, id);
    return await remember(row, id);
  }

  async function remember(row: AuthorityRow | null, id: string): Promise<Authority> {
    if (!row?.certificate) throw new LanyardError('authority_unknown', { authority: id });
    const certificate = parseCertificate(row.certificate);
    const parent = row.parent_id === null ? null : await view(row.parent_id);
    const chain = parent ? [parent.certificate.der, ...parent.chain] : [];
    const authority = { id, kind: row.kind, parent: row.parent_id, certificate, chain };
    views.set(id, authority);
    return authority;
  }

  async function signing(id: string): Promise<SigningAuthority> {
    const known = signers.get(id);
    if (known) return known;
    const { certificate, chain } = await view(id);
    const row = await authorityById(db.pool, id);
    if (!row) throw new LanyardError('authority_unknown', { authority: id });
    const authority = certified(id, certificate, openSealed(needs, authorityKeyPurpose(id), row.sealed_key), [
      certificate.der,
      ...chain,
    ]);
    signers.set(id, authority);
    return authority;
  }

  return {
    view,
    signing,
    all: async () => {
      const rows = await certifiedAuthorities(db.pool);
      return await Promise.all(rows.map(async (row) => views.get(row.id) ?? (await remember(row, row.id))));
    },
  };
}

function certified(
  id: string,
  certificate: Certificate,
  signer: Signer,
  chain: SigningAuthority['chain'],
): SigningAuthority {
  const { subject, notBefore, notAfter, subjectKeyIdentifier, certificatePolicies } = certificate;
  if (subjectKeyIdentifier === undefined)
    throw new LanyardError('issuer_unavailable', { reason: 'the authority has no key identifier' });
  const policies = (certificatePolicies ?? []).map((p) => p.policy);
  return { id, name: subject, signer, keyId: subjectKeyIdentifier, notBefore, notAfter, policies, certificate, chain };
}
