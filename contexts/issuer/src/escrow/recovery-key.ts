import { after, days, LanyardError } from '@lanyard/kernel';
import { type Certificate, decryptCms, type Name, parseCertificate, viewOf } from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import { openSealed } from '../authority/open-sealed.ts';
import type { CycleConfig } from '../cycle/cycle-request.ts';
import { runCycle } from '../cycle/run-cycle.ts';
import { insertRecoveryKey, newestRecoveryKey, recoveryKeyById, setRecoveryCertificate } from '../pg/escrow.ts';
import type { RecoveryKeyRow } from '../pg/tables.ts';
import type { Decryptor, IssuerPorts } from '../ports.ts';
import { profileOf } from '../profiles/index.ts';

const LIFETIME = days(3653);

const purpose = (id: string): string => `issuer recovery ${id}`;

export interface RecoveryKeySpec {
  readonly authority: string;
  readonly subject: Name;
}

/** Makes the key pair that encryption keys are escrowed to, or finishes one that an interrupted call began. */
export async function createRecoveryKey(
  needs: IssuerPorts,
  book: AuthorityBook,
  config: CycleConfig,
  spec: RecoveryKeySpec,
): Promise<Certificate> {
  const row = (await newestRecoveryKey(needs.db.pool)) ?? (await makeKey(needs, spec));
  if (row.certificate) return parseCertificate(row.certificate);
  const { certificate } = await runCycle(needs, config, {
    authority: await book.signing(row.authority_id),
    profile: profileOf('recovery'),
    reference: `:recovery/${row.id}`,
    subject: spec.subject,
    spki: openSealed(needs, purpose(row.id), row.sealed_key).spki,
    notAfter: after(needs.clock.now(), LIFETIME),
    policies: [],
    holder: null,
  });
  await setRecoveryCertificate(needs.db.pool, row.id, certificate);
  return parseCertificate(certificate);
}

async function makeKey(
  { db, clock, random, keys, masterKey }: IssuerPorts,
  { authority }: RecoveryKeySpec,
): Promise<RecoveryKeyRow> {
  const id = random.uuid();
  const { pkcs8, spki } = await keys.generate('rsa-3072');
  await insertRecoveryKey(db.pool, {
    id,
    authorityId: authority,
    spki,
    sealedKey: masterKey.seal(purpose(id), pkcs8),
    at: clock.now(),
  });
  const row = await recoveryKeyById(db.pool, id);
  if (!row) throw new LanyardError('internal');
  return row;
}

/** Opens escrow with recovery keys that are sealed under the master key of this installation. */
export function sealedDecryptor({ db, masterKey }: Pick<IssuerPorts, 'db' | 'masterKey'>): Decryptor {
  return {
    async decrypt(recoveryKey, cms) {
      const row = await recoveryKeyById(db.pool, recoveryKey);
      if (!row?.certificate) throw new Error(`no recovery key ${recoveryKey}`);
      const pkcs8 = masterKey.open(purpose(row.id), viewOf(row.sealed_key));
      return await decryptCms(cms, pkcs8, parseCertificate(row.certificate));
    },
  };
}
