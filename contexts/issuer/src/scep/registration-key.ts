import { after, days, LanyardError } from '@lanyard/kernel';
import { type Certificate, nameFrom, parseCertificate, type RsaTransport, type Signer, viewOf } from '@lanyard/pki';
import { openSealed } from '../authority/open-sealed.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import type { Enrolling } from '../enrolment/issue-enrolled.ts';
import {
  insertRegistrationKey,
  type RegistrationKeyRow,
  registrationKeys,
  setRegistrationCertificate,
} from '../pg/scep.ts';
import { profileOf } from '../profiles/index.ts';

const LIFETIME = days(1095);
const RENEW_BEFORE = days(30);

/** The RSA key by which an authority speaks SCEP. */
export interface RegistrationKey {
  readonly certificate: Certificate;
  readonly signer: Signer;
  readonly transport: RsaTransport;
}

export type RegistrationKeys = (authorityId: string) => Promise<readonly RegistrationKey[]>;

const purpose = (id: string): string => `issuer registration ${id}`;

/**
 * The registration keys of authorities, each made when it is first asked for, and anew 30 days before its end. Two
 * processes may each make one: both are in force then, and messages name theirs.
 * @returns a function that answers those in force, the newest first; it throws LanyardError `authority_unknown` (a
 *   root speaks no SCEP) and `issuer_unavailable`
 */
export function registrationBook(enrolling: Enrolling): RegistrationKeys {
  const { ports, book } = enrolling;
  const opened = new Map<string, RegistrationKey>();
  const making = new Map<string, Promise<void>>();

  function open(row: RegistrationKeyRow): RegistrationKey {
    const known = opened.get(row.id);
    if (known) return known;
    if (!row.certificate || !ports.rsaTransport) throw new LanyardError('issuer_unavailable');
    const signer = openSealed(ports, purpose(row.id), row.sealed_key);
    const transport = ports.rsaTransport(ports.masterKey.open(purpose(row.id), viewOf(row.sealed_key)));
    const key = { certificate: parseCertificate(row.certificate), signer, transport };
    opened.set(row.id, key);
    return key;
  }

  return async (authorityId) => {
    const { kind } = await book.view(authorityId);
    if (kind === 'root') throw new LanyardError('authority_unknown', { authority: authorityId });
    const now = ports.clock.now();
    const rows = await registrationKeys(ports.db.pool, authorityId, now);
    const newest = rows[0]?.not_after;
    if (newest && newest > after(now, RENEW_BEFORE)) return rows.map(open);
    const made = making.get(authorityId) ?? makeKey(enrolling, authorityId).finally(() => making.delete(authorityId));
    making.set(authorityId, made);
    await made;
    return (await registrationKeys(ports.db.pool, authorityId, now)).map(open);
  };
}

async function makeKey({ ports, book, config }: Enrolling, authorityId: string): Promise<void> {
  const { db, clock, random, keys, masterKey } = ports;
  const authority = await book.signing(authorityId);
  const id = random.uuid();
  const { pkcs8, spki } = await keys.generate('rsa-3072');
  const sealed = masterKey.seal(purpose(id), pkcs8);
  await insertRegistrationKey(db.pool, {
    id,
    authority_id: authorityId,
    spki,
    sealed_key: sealed,
    created_at: clock.now(),
  });
  const { certificate, notAfter } = await runCycle(ports, config, {
    authority,
    profile: profileOf('registration'),
    reference: `:registration/${id}`,
    subject: nameFrom([{ type: 'CN', value: `SCEP registration of ${authorityId} ${id.slice(0, 8)}` }]),
    spki,
    notAfter: after(clock.now(), LIFETIME),
    policies: [],
    holder: null,
  });
  await setRegistrationCertificate(db.pool, id, certificate, notAfter);
}
