import type { KeyType } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { type Bytes, encryptCms, parseCertificate, viewOf } from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import type { CycleConfig } from '../cycle/cycle-request.ts';
import { issue } from '../issue.ts';
import { escrowOf, insertEscrow, newestRecoveryKey } from '../pg/escrow.ts';
import type { EscrowRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import type { IssuedWithKey, IssueWithEscrowInput } from '../types.ts';

/** Names whose key is sealed, so that one person's cannot be put in another's row. */
const purpose = (reference: string): string => `issuer delivery ${reference}`;

/**
 * Issues an encryption certificate for a key made here. FPKI CP §4.12.1: the escrow succeeds before the certificate
 * exists; so an interruption at any point leaves a key that can be recovered or no certificate.
 * @throws LanyardError as `issue`; `issuer_unavailable` while there is no recovery key; `conflict` once the key was delivered
 */
export async function issueWithEscrow(
  needs: IssuerPorts,
  book: AuthorityBook,
  config: CycleConfig,
  input: IssueWithEscrowInput,
  keyType: KeyType,
): Promise<IssuedWithKey> {
  // 1. Key and escrow, in one row. An interrupted try's key is gone on with, so that none is made in vain.
  const escrow = (await escrowOf(needs.db.pool, input.reference)) ?? (await escrowNewKey(needs, input, keyType));
  if (escrow.key_type !== keyType || escrow.pending_delivery === null)
    throw new LanyardError('conflict', { reference: input.reference });
  const pkcs8 = needs.masterKey.open(purpose(input.reference), viewOf(escrow.pending_delivery));

  // 2. Certificate, by the cycle.
  const issued = await issue(needs, book, config, { ...input, spki: viewOf(escrow.spki) });
  return { ...issued, pkcs8 };
}

async function escrowNewKey(
  needs: IssuerPorts,
  { reference, holder }: IssueWithEscrowInput,
  keyType: KeyType,
): Promise<EscrowRow> {
  const recovery = await newestRecoveryKey(needs.db.pool);
  if (!recovery?.certificate)
    throw new LanyardError('issuer_unavailable', { reason: 'there is no recovery key to escrow to' });
  if (await needs.frozen?.()) throw new LanyardError('signing_frozen');
  const { pkcs8, spki } = await needs.keys.generate(keyType);
  needs.fault('issuer.key-made');
  const cms: Bytes = await encryptCms(pkcs8, parseCertificate(recovery.certificate));
  const pending = needs.masterKey.seal(purpose(reference), pkcs8);
  const row = await needs.db.tx((tx) =>
    insertEscrow(tx, {
      reference,
      spki,
      key_type: keyType,
      cms,
      recovery_key_id: recovery.id,
      person_id: holder?.personId ?? null,
      pending_delivery: pending,
      escrowed_at: needs.clock.now(),
    }),
  );
  needs.fault('issuer.key-escrowed');
  return row;
}
