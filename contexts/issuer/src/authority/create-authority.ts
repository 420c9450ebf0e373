import { after, days, LanyardError } from '@lanyard/kernel';
import { type Bytes, keyIdentifierOf, type Signer } from '@lanyard/pki';
import { authorityPolicies } from '../cycle/extensions.ts';
import type { CycleConfig, CycleRequest } from '../cycle/cycle-request.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import { authorityById, insertAuthority, type KeyRecord, setAuthorityCertificate } from '../pg/authorities.ts';
import type { AuthorityRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import { profileOf } from '../profiles/index.ts';
import type { Authority, AuthoritySpec } from '../types.ts';
import type { AuthorityBook } from './authority-book.ts';
import { authorityKeyPurpose, openKey } from './open-key.ts';
import type { SigningAuthority } from './signing-authority.ts';

/**
 * Makes an authority, or finishes one that an interrupted call began.
 * @throws LanyardError `authority_unknown` for the parent, `conflict` for another authority of the same id
 */
export async function createAuthority(
  needs: IssuerPorts,
  book: AuthorityBook,
  config: CycleConfig,
  spec: AuthoritySpec,
): Promise<Authority> {
  // 1. Key: on record, sealed, before anything is certified with it.
  const row = (await authorityById(needs.db.pool, spec.id)) ?? (await makeKey(needs, spec));
  if (row.kind !== spec.kind || row.parent_id !== (spec.parent ?? null))
    throw new LanyardError('conflict', { authority: spec.id });
  if (row.certificate) return await book.view(spec.id);

  // 2. Certificate, by the cycle: from its parent, or from itself.
  const { signer } = openKey(needs, row);
  const authority =
    spec.parent === undefined ? await selfSigning(needs, spec, signer) : await book.signing(spec.parent);
  const { certificate } = await runCycle(needs, config, { ...requestFor(needs, spec, signer), authority });

  // 3. From here on it signs.
  await setAuthorityCertificate(needs.db.pool, spec.id, certificate);
  book.forgetLines();
  return await book.view(spec.id);
}

function requestFor({ clock }: IssuerPorts, spec: AuthoritySpec, signer: Signer): Omit<CycleRequest, 'authority'> {
  return {
    profile: profileOf(spec.kind === 'root' ? 'root' : 'issuing-ca'),
    reference: `:authority/${spec.id}`,
    subject: spec.subject,
    spki: signer.spki,
    notAfter: after(clock.now(), days(spec.lifetimeDays)),
    // A trust anchor's policies are not read (RFC 5280 §6.1.1 d).
    policies: spec.kind === 'root' ? [] : authorityPolicies(spec.policies),
    holder: null,
  };
}

async function makeKey(needs: IssuerPorts, spec: AuthoritySpec): Promise<AuthorityRow> {
  const { db, clock, tokenKeys } = needs;
  const line = spec.line ?? spec.id;
  const at = clock.now();
  const { key, spki } =
    tokenKeys?.holds(line) === true ? await makeInToken(needs, spec) : await makeSealed(needs, spec);
  const row = await db.tx((tx) =>
    insertAuthority(tx, {
      id: spec.id,
      kind: spec.kind,
      parentId: spec.parent ?? null,
      line,
      activeFrom: spec.activeFrom && spec.activeFrom > at ? spec.activeFrom : at,
      spki,
      key,
      at,
    }),
  );
  // Another start was quicker: its key is on record, and this one signs nothing.
  if (key.place === 'token' && row.token_label !== key.label) await tokenKeys?.destroy(key.label);
  return row;
}

interface MadeKey {
  readonly key: KeyRecord;
  readonly spki: Bytes;
}

async function makeSealed({ keys, masterKey }: IssuerPorts, { id, keyType }: AuthoritySpec): Promise<MadeKey> {
  const { pkcs8, spki } = await keys.generate(keyType);
  return { spki, key: { place: 'sealed', sealedKey: masterKey.seal(authorityKeyPurpose(id), pkcs8) } };
}

/** The label is never used again, so that a token shared by installations, or restored, cannot mix up two keys. */
async function makeInToken({ tokenKeys, random, log }: IssuerPorts, { id, keyType }: AuthoritySpec): Promise<MadeKey> {
  const label = `lanyard ${id} ${random.uuid()}`;
  try {
    if (!tokenKeys) throw new Error('no token');
    return { spki: await tokenKeys.generate(keyType, label), key: { place: 'token', label } };
  } catch (cause) {
    log.error({ authority: id, err: cause }, 'the token makes no key');
    throw new LanyardError('issuer_unavailable', { authority: id }, { cause });
  }
}

async function selfSigning(
  { digest, clock }: IssuerPorts,
  spec: AuthoritySpec,
  signer: Signer,
): Promise<SigningAuthority> {
  const keyId = await keyIdentifierOf(signer.spki, digest);
  const bounds = { notBefore: new Date(0), notAfter: after(clock.now(), days(spec.lifetimeDays)) };
  return { id: spec.id, name: spec.subject, signer, keyId, ...bounds, policies: [], certificate: null, chain: [] };
}
