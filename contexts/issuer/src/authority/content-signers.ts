import { after, days, isLanyardError, LanyardError, minutes } from '@lanyard/kernel';
import { type Certificate, nameFrom, OID, parseCertificate, type Signer } from '@lanyard/pki';
import type { CycleConfig } from '../cycle/cycle-request.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import type { Issuer } from '../issuer.ts';
import {
  contentSignerFor,
  insertContentSigner,
  setContentSignerCertificate,
  uncertifiedContentSigner,
} from '../pg/content-signers.ts';
import type { IssuerPorts } from '../ports.ts';
import { profileOf } from '../profiles/index.ts';
import type { AuthorityBook } from './authority-book.ts';
import { openSealed } from './open-sealed.ts';
import type { ContentSignerKey } from '../types.ts';
import type { SigningAuthority } from './signing-authority.ts';

/** A key signs for three years, and the longest card that it signed lasts three more (FPKI CP §6.3.2, FIPS 201-3 §4.2.1). */
const KEY_USE = days(3 * 365);
const LIFETIME = days(6 * 365);
/** How long a process goes on with a signer before it looks for a newer one. */
const LOOK_AGAIN = minutes(10);

interface Opened {
  readonly signer: Signer;
  readonly certificate: Certificate;
}

/** Whose key it is, and of which kind. */
interface Whose {
  readonly authority: SigningAuthority;
  readonly keyType: ContentSignerKey;
}

const purpose = (id: string): string => `issuer content signer ${id}`;

/** Makes `contentSigner` of the issuer. */
export function contentSigners(needs: IssuerPorts, book: AuthorityBook, config: CycleConfig): Issuer['contentSigner'] {
  const known = new Map<string, { readonly opened: Opened; readonly until: Date }>();
  return async (line, until, keyType = 'ec-p256') => {
    const authority = await book.issuing(line, '');
    const now = needs.clock.now();
    // Nothing that an authority issues outlives it.
    const needed = new Date(Math.min(until.getTime(), authority.notAfter.getTime()));
    const place = `${authority.id} ${keyType}`;
    const cached = known.get(place);
    const holds = cached !== undefined && now < cached.until && cached.opened.certificate.notAfter >= needed;
    const opened = holds ? cached.opened : await open(needs, config, { authority, keyType }, needed);
    if (!holds) known.set(place, { opened, until: after(now, LOOK_AGAIN) });
    return { ...opened, chain: authority.chain };
  };
}

async function open(needs: IssuerPorts, config: CycleConfig, whose: Whose, until: Date): Promise<Opened> {
  const { authority, keyType } = whose;
  const wanted = { keyType, until, madeAfter: after(needs.clock.now(), -KEY_USE) };
  const there = await contentSignerFor(needs.db.pool, authority.id, wanted);
  if (there === null) await makeUnlessOthersDo(needs, config, whose);
  const row = there ?? (await contentSignerFor(needs.db.pool, authority.id, wanted));
  if (row === null || row.certificate === null)
    throw new LanyardError('issuer_unavailable', { reason: 'no content signer in force' });
  return {
    signer: openSealed(needs, purpose(row.id), row.sealed_key),
    certificate: parseCertificate(row.certificate),
  };
}

/** Of those who make one at once, one gets its certificate; whoever comes too late finds it, or asks again later. */
async function makeUnlessOthersDo(needs: IssuerPorts, config: CycleConfig, whose: Whose): Promise<void> {
  try {
    await make(needs, config, whose);
  } catch (error) {
    if (!isLanyardError(error, 'issuance_interrupted', 'conflict')) throw error;
  }
}

async function make(needs: IssuerPorts, config: CycleConfig, whose: Whose): Promise<void> {
  const { authority } = whose;
  const { id, sealed_key: sealedKey } = await unfinished(needs, whose);
  const { certificate, notAfter } = await runCycle(needs, config, {
    authority,
    profile: profileOf('content-signing'),
    reference: `:content-signer/${id}`,
    subject: nameFrom([{ type: 'CN', value: `Content signer of ${authority.id} ${id.slice(0, 8)}` }]),
    spki: openSealed(needs, purpose(id), sealedKey).spki,
    notAfter: after(needs.clock.now(), LIFETIME),
    policies: [OID.commonPivContentSigning],
    holder: null,
  });
  await setContentSignerCertificate(needs.db.pool, id, certificate, notAfter);
}

/** The key that a call before did not get to certify, or a fresh one. */
async function unfinished(
  needs: IssuerPorts,
  { authority, keyType }: Whose,
): Promise<{ readonly id: string; readonly sealed_key: Uint8Array }> {
  const before = await uncertifiedContentSigner(needs.db.pool, authority.id, keyType);
  if (before !== null) return before;
  const id = needs.random.uuid();
  const { pkcs8, spki } = await needs.keys.generate(keyType);
  const sealedKey = needs.masterKey.seal(purpose(id), pkcs8);
  const fresh = { id, authorityId: authority.id, keyType, spki, sealedKey, at: needs.clock.now() };
  if (await insertContentSigner(needs.db.pool, fresh)) return { id, sealed_key: sealedKey };
  const others = await uncertifiedContentSigner(needs.db.pool, authority.id, keyType);
  if (others === null) throw new LanyardError('issuer_unavailable', { reason: 'a content signer is just being made' });
  return others;
}
