import type { ActivationView, Confirmed, KeyType, Purpose } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import type { StoredCredential, StoredKey } from './credential-record.ts';
import type { Storage } from './ports.ts';
import type { Sealed } from './sealing.ts';

/** What comes next, in order. Each is entered only after what it rests on has been kept. */
export type ActivationStep = 'password' | 'keys' | 'certificates' | 'encryption' | 'pin' | 'confirm';

export interface ActivationPart {
  readonly purpose: Purpose;
  readonly keyType: KeyType;
  readonly madeBy: 'device' | 'issuer';
  readonly key?: Sealed;
  readonly spki?: Bytes;
  /** PKCS#10, DER, base64. */
  readonly request?: string;
  readonly certificate?: string;
  readonly chain?: readonly string[];
}

export interface ActivationRecord {
  readonly requestId: string;
  readonly step: ActivationStep;
  /** Known once the password was accepted. */
  readonly accepted?: { readonly credentialId: string; readonly name: string; readonly deadline: string };
  readonly parts: readonly ActivationPart[];
}

const STORED_UNDER = 'activation';

export const loadActivation = (storage: Storage): Promise<ActivationRecord | undefined> => storage.get(STORED_UNDER);
export const saveActivation = (storage: Storage, record: ActivationRecord): Promise<void> =>
  storage.put(STORED_UNDER, record);
export const forgetActivation = (storage: Storage): Promise<void> => storage.delete(STORED_UNDER);

/** The record after the server took the password. */
export function acceptedRecord(view: ActivationView): ActivationRecord {
  const { requestId, credentialId, name, deadline } = view;
  const parts = view.parts.map(({ purpose, keyType, madeBy }) => ({ purpose, keyType, madeBy }));
  return { requestId, step: 'keys', accepted: { credentialId, name, deadline }, parts };
}

export const withPart = (record: ActivationRecord, part: ActivationPart): ActivationRecord => ({
  ...record,
  parts: record.parts.map((other) => (other.purpose === part.purpose ? part : other)),
});

/** The finished credential: every part has its key and certificate. */
export function credentialOf(
  record: ActivationRecord,
  { id, name, provider, state, issuedAt, expiresAt }: Confirmed['credential'],
): StoredCredential {
  return { id, name, provider, state, issuedAt, expiresAt, keys: record.parts.flatMap(storedKey) };
}

function storedKey({ purpose, keyType, key, certificate, chain }: ActivationPart): StoredKey[] {
  if (key === undefined || certificate === undefined) return [];
  return [{ purpose, sealedFor: purpose, keyType, certificate, chain: chain ?? [], key }];
}
