import { LanyardError } from '@lanyard/kernel';
import { type Signer, viewOf } from '@lanyard/pki';
import type { IssuerPorts } from '../ports.ts';

/**
 * Opens a software key sealed under the master key.
 * @param purpose what it was sealed for
 * @throws LanyardError `issuer_unavailable`
 */
export function openSealed(
  { keys, masterKey, log }: Pick<IssuerPorts, 'keys' | 'masterKey' | 'log'>,
  purpose: string,
  sealed: Uint8Array,
): Signer {
  try {
    return keys.signer(masterKey.open(purpose, viewOf(sealed)));
  } catch (cause) {
    log.error({ purpose, err: cause }, 'a sealed key cannot be opened: is this the right master key?');
    throw new LanyardError('issuer_unavailable', {}, { cause });
  }
}
