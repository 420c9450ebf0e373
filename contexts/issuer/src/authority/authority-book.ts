import { after, LanyardError, seconds } from '@lanyard/kernel';
import { parseCertificate } from '@lanyard/pki';
import { authoritiesOfLine, authorityById, certifiedAuthorities } from '../pg/authorities.ts';
import { rowOfReference } from '../pg/serials.ts';
import type { AuthorityRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Authority, KeyPlace } from '../types.ts';
import { certifiedSigner } from './certified-signer.ts';
import { type AuthorityKey, openKey } from './open-key.ts';
import type { SigningAuthority } from './signing-authority.ts';

/** What is known of the authorities. Once certified they never change, so each process reads one once. */
export interface AuthorityBook {
  /** @throws LanyardError `authority_unknown` */
  view(id: string): Promise<Authority>;
  /** @throws LanyardError `authority_unknown`, `issuer_unavailable` when its key cannot be used */
  signing(id: string): Promise<SigningAuthority>;
  /**
   * The authority that a line issues under now; for a reference that has its certificate, the one that it is from.
   * @throws LanyardError `authority_unknown`, `issuer_unavailable`
   */
  issuing(line: string, reference: string): Promise<SigningAuthority>;
  /** An authority's whole line, newest first. */
  lineOf(id: string): Promise<readonly Authority[]>;
  all(): Promise<readonly Authority[]>;
  /** A line has grown: this process looks anew at once, others within seconds. */
  forgetLines(): void;
}

/** How long a process goes on with what it knows of a line. */
const LOOK_AGAIN = seconds(10);

interface Opened extends AuthorityKey {
  readonly authority: SigningAuthority;
}

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'keys' | 'masterKey' | 'tokenKeys' | 'log'>;

export function authorityBook(needs: Needs): AuthorityBook {
  const { db, clock } = needs;
  const views = new Map<string, Authority>();
  const signers = new Map<string, Opened>();
  const lines = new Map<string, { readonly members: readonly Authority[]; readonly until: Date }>();

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
    const { kind, parent_id, line, active_from: activeFrom } = row;
    const authority = { id, kind, parent: parent_id, certificate, chain, line, activeFrom, key: placeOf(row) };
    views.set(id, authority);
    return authority;
  }

  async function signing(id: string): Promise<SigningAuthority> {
    const opened = signers.get(id) ?? (await openSigning(id));
    await opened.ready();
    return opened.authority;
  }

  async function openSigning(id: string): Promise<Opened> {
    const { certificate, chain } = await view(id);
    const row = await authorityById(db.pool, id);
    if (!row) throw new LanyardError('authority_unknown', { authority: id });
    const key = openKey(needs, row);
    const authority = certifiedSigner(id, certificate, key.signer, [certificate.der, ...chain]);
    const opened = { authority, signer: key.signer, ready: key.ready };
    signers.set(id, opened);
    return opened;
  }

  async function membersOf(line: string): Promise<readonly Authority[]> {
    const known = lines.get(line);
    if (known && clock.now() < known.until) return known.members;
    const rows = (await authoritiesOfLine(db.pool, line)).filter((row) => row.certificate !== null);
    const members = await Promise.all(rows.map(async (row) => views.get(row.id) ?? (await remember(row, row.id))));
    lines.set(line, { members, until: after(clock.now(), LOOK_AGAIN) });
    return members;
  }

  return {
    view,
    signing,
    async issuing(line, reference) {
      const members = await membersOf(line);
      if (members.length <= 1) return await signing(members[0]?.id ?? line);
      const before = await rowOfReference(db.pool, reference);
      if (before?.state === 'issued') return await signing(before.authority_id);
      const now = clock.now();
      const active = members.find((m) => m.activeFrom <= now && now < m.certificate.notAfter);
      return await signing(active?.id ?? line);
    },
    lineOf: async (id) => await membersOf((await view(id)).line),
    all: async () => {
      const rows = await certifiedAuthorities(db.pool);
      return await Promise.all(rows.map(async (row) => views.get(row.id) ?? (await remember(row, row.id))));
    },
    forgetLines: () => lines.clear(),
  };
}

function placeOf({ sealed_key: sealed, token_label: label }: AuthorityRow): KeyPlace {
  if (label !== null) return 'token';
  return sealed === null ? 'offline' : 'sealed';
}
