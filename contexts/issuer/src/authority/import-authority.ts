import { LanyardError, recordAudit } from '@lanyard/kernel';
import {
  type Bytes,
  type Certificate,
  equalBytes,
  lintCertificate,
  namesEqual,
  parseCertificate,
  PkiError,
  toHex,
  type Verifier,
} from '@lanyard/pki';
import { SignedOtherwise } from '../cycle/sign-draft.ts';
import { verifySigned } from '../cycle/verify-signed.ts';
import { authorityById, insertAuthority, type KeyRecord, setAuthorityCertificate } from '../pg/authorities.ts';
import type { IssuerPorts } from '../ports.ts';
import { profileOf } from '../profiles/index.ts';
import type { Authority, ImportInput } from '../types.ts';
import type { AuthorityBook } from './authority-book.ts';
import { authorityKeyPurpose } from './open-key.ts';

const refuse = (reason: string): LanyardError => new LanyardError('input_invalid', { reason });

/**
 * Takes in an authority that a key ceremony made. What is here already, with the same certificate, is answered.
 * @throws LanyardError `input_invalid` with the reason, `profile_refused`, `authority_unknown` for the parent,
 *   `conflict` for another authority of the same id, `issuer_unavailable` when the token has no such key
 */
export async function importAuthority(needs: IssuerPorts, book: AuthorityBook, input: ImportInput): Promise<Authority> {
  // 1. The certificate itself, and who signed it.
  const certificate = readCertificate(input.certificate);
  checkCertificate(certificate, input, needs.clock.now());
  await checkSignature(certificate, await parentOf(book, input, certificate), needs.verifier);

  // 2. The key: that of the certificate, and usable.
  const key = await keyOf(needs, input, certificate);

  // 3. On record with its certificate, in one commit.
  const existing = await authorityById(needs.db.pool, input.id);
  if (existing && !(existing.certificate && equalBytes(existing.certificate, certificate.der)))
    throw new LanyardError('conflict', { authority: input.id });
  if (!existing) await store(needs, input, certificate, key);
  book.forgetLines();
  return await book.view(input.id);
}

function readCertificate(der: Bytes): Certificate {
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (cause instanceof PkiError) throw new LanyardError('input_invalid', { reason: cause.reason }, { cause });
    throw cause;
  }
}

function checkCertificate(certificate: Certificate, { kind, parent, key }: ImportInput, now: Date): void {
  if ((kind === 'root') !== (parent === undefined)) throw refuse('a root has no parent, any other authority has one');
  if (key === 'offline' && kind !== 'root') throw refuse('only a root may stay offline');
  if (now < certificate.notBefore || now > certificate.notAfter) throw refuse('the certificate is not valid now');
  const { rules } = profileOf(kind === 'root' ? 'root' : 'issuing-ca');
  const findings = lintCertificate(certificate, rules).filter((f) => f.severity === 'error');
  if (findings.length > 0) throw new LanyardError('profile_refused', { profile: rules.name, findings });
}

async function parentOf(book: AuthorityBook, { parent }: ImportInput, own: Certificate): Promise<Certificate> {
  return parent === undefined ? own : (await book.view(parent)).certificate;
}

async function checkSignature(certificate: Certificate, parent: Certificate, verifier: Verifier): Promise<void> {
  if (!namesEqual(certificate.issuer, parent.subject)) throw refuse('the certificate names another issuer');
  try {
    await verifySigned(certificate.der, parent.spki, verifier);
  } catch (cause) {
    if (cause instanceof SignedOtherwise) throw refuse('the certificate is not signed by its parent');
    throw cause;
  }
}

async function keyOf(needs: IssuerPorts, { id, key }: ImportInput, { spki }: Certificate): Promise<KeyRecord> {
  if (key === 'offline') return { place: 'offline' };
  if ('tokenLabel' in key) {
    await needs.tokenKeys?.ready(key.tokenLabel, spki).catch((cause: unknown) => {
      throw new LanyardError('issuer_unavailable', { reason: `the token has no key "${key.tokenLabel}"` }, { cause });
    });
    if (!needs.tokenKeys) throw new LanyardError('issuer_unavailable', { reason: 'no token is configured' });
    return { place: 'token', label: key.tokenLabel };
  }
  if (!equalBytes(needs.keys.signer(key.pkcs8).spki, spki)) throw refuse('the key is not that of the certificate');
  return { place: 'sealed', sealedKey: needs.masterKey.seal(authorityKeyPurpose(id), key.pkcs8) };
}

async function store(needs: IssuerPorts, input: ImportInput, certificate: Certificate, key: KeyRecord): Promise<void> {
  const { id, kind, parent, actor } = input;
  const at = needs.clock.now();
  const sha256 = toHex(await needs.digest.digest('sha256', certificate.der));
  const line = input.line ?? id;
  const activeFrom = input.activeFrom && input.activeFrom > at ? input.activeFrom : at;
  await needs.db.tx(async (tx) => {
    await insertAuthority(tx, {
      id,
      kind,
      parentId: parent ?? null,
      line,
      activeFrom,
      spki: certificate.spki,
      key,
      at,
    });
    await setAuthorityCertificate(tx, id, certificate.der);
    const details = { kind, parent, line, key: key.place, sha256, serial: certificate.serial };
    await recordAudit(tx, { act: 'authority.imported', outcome: 'done', actor, object: id, details }, at);
  });
}
