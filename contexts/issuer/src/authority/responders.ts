import { after, days, isLanyardError, LanyardError, minutes } from '@lanyard/kernel';
import { type Bytes, nameFrom, ocspResponderKeyHash, type Signer, viewOf } from '@lanyard/pki';
import { authorityPolicies } from '../cycle/extensions.ts';
import type { CycleConfig } from '../cycle/cycle-request.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import {
  authoritiesWithoutResponder,
  insertResponder,
  newestResponder,
  setResponderCertificate,
  uncertifiedResponder,
} from '../pg/responders.ts';
import type { IssuerPorts } from '../ports.ts';
import { profileOf } from '../profiles/index.ts';
import type { AuthorityBook } from './authority-book.ts';
import { openSealed } from './open-sealed.ts';

/** FPKI Common Profiles worksheet 13. */
const LIFETIME = days(120);
const RENEW_BEFORE = days(30);
/** How long a process goes on with a responder before it looks for a newer one. */
const LOOK_AGAIN = minutes(10);

export interface Responder {
  readonly id: string;
  readonly signer: Signer;
  readonly certificate: Bytes;
  readonly keyHash: Bytes;
  readonly notAfter: Date;
}

export interface Responders {
  /** @throws LanyardError `issuer_unavailable` when the authority has none in force */
  of(authorityId: string): Promise<Responder>;
}

const purpose = (id: string): string => `issuer responder ${id}`;

export function responderBook(needs: IssuerPorts): Responders {
  const known = new Map<string, { readonly responder: Responder; readonly until: Date }>();
  return {
    async of(authorityId) {
      const now = needs.clock.now();
      const cached = known.get(authorityId);
      if (cached && now < cached.until && now < cached.responder.notAfter) return cached.responder;
      const responder = await open(needs, authorityId, now);
      known.set(authorityId, { responder, until: after(now, LOOK_AGAIN) });
      return responder;
    },
  };
}

async function open(needs: IssuerPorts, authorityId: string, now: Date): Promise<Responder> {
  const row = await newestResponder(needs.db.pool, authorityId, now);
  if (!row?.certificate || !row.not_after)
    throw new LanyardError('issuer_unavailable', { reason: 'no OCSP responder in force' });
  const signer = openSealed(needs, purpose(row.id), row.sealed_key);
  const keyHash = await ocspResponderKeyHash(signer.spki, needs.digest);
  return { id: row.id, signer, certificate: viewOf(row.certificate), keyHash, notAfter: row.not_after };
}

/** Gives every authority whose responder ends within 30 days a new one. @returns ids of the authorities served */
export async function renewResponders(needs: IssuerPorts, book: AuthorityBook, config: CycleConfig): Promise<string[]> {
  const authorities = await authoritiesWithoutResponder(needs.db.pool, after(needs.clock.now(), RENEW_BEFORE));
  const served: string[] = [];
  for (const id of authorities) {
    try {
      await makeResponder(needs, book, config, id);
      served.push(id);
    } catch (cause) {
      if (!isLanyardError(cause, 'issuer_unavailable')) throw cause;
      // One authority whose key fails does not keep the others waiting.
      needs.log.error({ authority: id, err: cause }, 'its OCSP responder could not be renewed');
    }
  }
  return served;
}

/** A key of its own for each certificate (worksheet 13), of the kind that signs fastest. */
async function makeResponder(
  needs: IssuerPorts,
  book: AuthorityBook,
  config: CycleConfig,
  authorityId: string,
): Promise<void> {
  const authority = await book.signing(authorityId);
  const { id, signer } = await responderKey(needs, authorityId);
  const { certificate, notAfter } = await runCycle(needs, config, {
    authority,
    profile: profileOf('ocsp-responder'),
    reference: `:responder/${id}`,
    subject: nameFrom([{ type: 'CN', value: `OCSP responder of ${authorityId} ${id.slice(0, 8)}` }]),
    spki: signer.spki,
    notAfter: after(needs.clock.now(), LIFETIME),
    policies: authorityPolicies(authority.policies),
    holder: null,
  });
  await setResponderCertificate(needs.db.pool, id, certificate, notAfter);
}

async function responderKey(needs: IssuerPorts, authorityId: string): Promise<{ id: string; signer: Signer }> {
  const unfinished = await uncertifiedResponder(needs.db.pool, authorityId);
  if (unfinished)
    return { id: unfinished.id, signer: openSealed(needs, purpose(unfinished.id), unfinished.sealed_key) };
  const id = needs.random.uuid();
  const { pkcs8, spki } = await needs.keys.generate('ec-p256');
  await insertResponder(needs.db.pool, {
    id,
    authorityId,
    spki,
    sealedKey: needs.masterKey.seal(purpose(id), pkcs8),
    at: needs.clock.now(),
  });
  return { id, signer: needs.keys.signer(pkcs8) };
}
