import { LanyardError } from '@lanyard/kernel';
import { type Bytes, type Signer, viewOf } from '@lanyard/pki';
import type { AuthorityRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import { openSealed } from './open-sealed.ts';

/** The key of an authority, wherever it is. */
export interface AuthorityKey {
  readonly signer: Signer;
  /**
   * To be asked before a serial number is reserved: after a failure of the token, nothing is begun until it is back.
   * @throws LanyardError `issuer_unavailable`
   */
  ready(): Promise<void>;
}

type Needs = Pick<IssuerPorts, 'keys' | 'masterKey' | 'tokenKeys' | 'log'>;

/** Names what is sealed, so that one authority's key cannot be put in another's place. */
export const authorityKeyPurpose = (id: string): string => `issuer authority ${id}`;

/** @throws LanyardError `issuer_unavailable` when the key is not of this installation, or not reachable as configured */
export function openKey(
  needs: Needs,
  row: Pick<AuthorityRow, 'id' | 'sealed_key' | 'token_label' | 'spki'>,
): AuthorityKey {
  if (row.token_label !== null) return tokenKey(needs, row.id, row.token_label, viewOf(row.spki));
  if (row.sealed_key !== null)
    return { signer: openSealed(needs, authorityKeyPurpose(row.id), row.sealed_key), ready: () => Promise.resolve() };
  throw new LanyardError('issuer_unavailable', { authority: row.id, reason: 'its key is kept offline' });
}

function tokenKey({ tokenKeys, log }: Needs, id: string, label: string, spki: Bytes): AuthorityKey {
  if (!tokenKeys) {
    log.error(
      { authority: id, label },
      'its key is in a PKCS #11 token, and none is configured: LANYARD_PKCS11_MODULE',
    );
    throw new LanyardError('issuer_unavailable', { authority: id, reason: 'its token is not configured' });
  }
  const inner = tokenKeys.signer(label, spki);
  let failed = false;
  const guard = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      const result = await work();
      failed = false;
      return result;
    } catch (cause) {
      failed = true;
      log.error({ authority: id, label, err: cause }, 'the token does not sign');
      throw new LanyardError('issuer_unavailable', { authority: id }, { cause });
    }
  };
  return {
    signer: { algorithm: inner.algorithm, spki, sign: (message) => guard(() => inner.sign(message)) },
    ready: async () => {
      if (failed) await guard(() => tokenKeys.ready(label, spki));
    },
  };
}
