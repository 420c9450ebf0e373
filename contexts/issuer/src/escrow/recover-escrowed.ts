import { LanyardError, recordAudit } from '@lanyard/kernel';
import { viewOf } from '@lanyard/pki';
import { escrowOfCertificate } from '../pg/escrow.ts';
import type { Decryptor, IssuerPorts } from '../ports.ts';
import type { Recovered, RecoverInput } from '../types.ts';

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'log'>;

/**
 * Gives an escrowed key out. The log says so before the key is opened: there is no recovery without its row, and one
 * that fails has a second (FPKI CP §4.12.1.2 asks that every attempt be told).
 * @throws LanyardError `input_invalid` without a reason, `not_found`, `issuer_unavailable`
 */
export async function recoverEscrowed(needs: Needs, decryptor: Decryptor, input: RecoverInput): Promise<Recovered> {
  const reason = input.reason.trim();
  if (reason === '') throw new LanyardError('input_invalid', { field: 'reason' });
  const found = await escrowOfCertificate(needs.db.pool, input.sha256);
  const audit = (act: string, outcome: 'done' | 'refused'): Promise<void> =>
    recordAudit(
      needs.db.pool,
      {
        act,
        outcome,
        actor: input.actor,
        personId: found?.person_id ?? undefined,
        object: input.sha256,
        details: { reason },
        correlationId: input.correlationId,
      },
      needs.clock.now(),
    );
  if (!found?.der) {
    await audit('escrow.recovered', 'refused');
    throw new LanyardError('not_found', { certificate: input.sha256 });
  }
  await audit('escrow.recovered', 'done');
  try {
    const pkcs8 = await decryptor.decrypt(found.recovery_key_id, viewOf(found.cms));
    return { pkcs8, certificate: viewOf(found.der) };
  } catch (cause) {
    needs.log.error({ certificate: input.sha256, err: cause }, 'an escrowed key could not be opened');
    await audit('escrow.open', 'refused');
    throw new LanyardError('issuer_unavailable', {}, { cause });
  }
}
