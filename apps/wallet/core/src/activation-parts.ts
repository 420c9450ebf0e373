import { issuedCertificate, issuedEncryptionKey } from '@lanyard/contract';
import { buildRequest, equalBytes, fromBase64, nameFrom, parseCertificate, toBase64, type Bytes } from '@lanyard/pki';
import { once } from './acts.ts';
import { saveActivation, withPart, type ActivationPart, type ActivationRecord } from './activation-record.ts';
import { keyLabel } from './credential-record.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError, WalletError } from './errors.ts';
import { encryptionKeyContext } from './hpke.ts';
import { exportPkcs8, exportSpki, makeSigningKey, publicHalf } from './key-material.ts';
import type { Clock, KeyStore, RandomBytes, Storage } from './ports.ts';
import { signerOf } from './signature-form.ts';
import type { Vault } from './vault.ts';

export interface ActivationPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly keys: KeyStore;
  readonly vault: Vault;
  readonly deviceId: () => Promise<string>;
}

/** A part and the record it stands in; every function here keeps what it did and gives the record as kept. */
type PartStep = (ports: ActivationPorts, record: ActivationRecord, part: ActivationPart) => Promise<ActivationRecord>;

const keep = async (
  ports: ActivationPorts,
  record: ActivationRecord,
  part: ActivationPart,
): Promise<ActivationRecord> => {
  const next = withPart(record, part);
  await saveActivation(ports.storage, next);
  return next;
};

async function sealFor(ports: ActivationPorts, record: ActivationRecord, part: ActivationPart, pkcs8: Bytes) {
  const credentialId = record.accepted?.credentialId ?? '';
  return ports.vault.seal(keyLabel(await ports.deviceId(), credentialId, part.purpose), pkcs8);
}

/** Makes the key, seals it, and writes its request: the key is kept before anybody hears of it. */
export const makeKey: PartStep = async (ports, record, part) => {
  const pair = await makeSigningKey(part.keyType);
  const pkcs8 = await exportPkcs8(pair.privateKey);
  const key = await sealFor(ports, record, part, pkcs8);
  pkcs8.fill(0);
  // The issuer takes names from the card's certificate and only the key from here.
  const subject = nameFrom([{ type: 'CN', value: part.purpose }]);
  const request = await buildRequest({ subject }, await signerOf(pair, part.keyType));
  return keep(ports, record, { ...part, key, spki: await exportSpki(pair.publicKey), request: toBase64(request) });
};

/** Sends the request and keeps the certificate, if it is for our key. */
export const askCertificate: PartStep = (ports, record, part) =>
  once(ports, `certificate:${record.requestId}:${part.purpose}`, async (idempotencyKey) => {
    const { certificate, chain } = await ports.api.call({
      method: 'POST',
      path: `/device/requests/${record.requestId}/certificates`,
      body: { purpose: part.purpose, csr: part.request },
      answer: issuedCertificate,
      idempotencyKey,
    });
    requireKey(certificate, part.spki);
    return keep(ports, record, { ...part, certificate, chain });
  });

/** Receives the key that the issuer made, sealed to this device, this request and this purpose. */
export const receiveKey: PartStep = (ports, record, part) =>
  once(ports, `encryption:${record.requestId}`, async (idempotencyKey) => {
    const issued = await ports.api.call({
      method: 'POST',
      path: `/device/requests/${record.requestId}/encryption-key`,
      answer: issuedEncryptionKey,
      idempotencyKey,
    });
    const context = encryptionKeyContext(await ports.deviceId(), record.requestId, part.purpose);
    const sealed = { enc: fromBase64(issued.enc), ciphertext: fromBase64(issued.ciphertext), ...context };
    const pkcs8 = await openOrRefuse(ports, sealed);
    const spki = await publicHalf(part.keyType, pkcs8).catch(() => undefined);
    requireKey(issued.certificate, spki);
    const key = await sealFor(ports, record, part, pkcs8);
    pkcs8.fill(0);
    const { certificate, chain } = issued;
    return keep(ports, record, { ...part, key, certificate, chain });
  });

async function openOrRefuse(ports: ActivationPorts, sealed: Parameters<KeyStore['openSealed']>[0]): Promise<Bytes> {
  try {
    return await ports.keys.openSealed(sealed);
  } catch (error) {
    throw new WalletError('certificate_mismatch', { part: 'encryption' }, error);
  }
}

/** A certificate for another key would be somebody else's: nothing of it is kept. */
function requireKey(certificate: string, spki: Bytes | undefined): void {
  const certified = parseCertificate(fromBase64(certificate)).spki;
  if (spki === undefined || !equalBytes(certified, spki)) throw new WalletError('certificate_mismatch');
}

/** After these the server has closed the serial number of this key: only a new key goes on. */
export const needsNewKey = (error: unknown): boolean => isServerError(error, 'issuance_interrupted', 'csr_key_reused');

/** The part as it was before its key. */
export function withoutKey(
  ports: ActivationPorts,
  record: ActivationRecord,
  part: ActivationPart,
): Promise<ActivationRecord> {
  const { purpose, keyType, madeBy } = part;
  return keep(ports, record, { purpose, keyType, madeBy });
}
