import { createHash } from 'node:crypto';
import type { IssuedEncryptionKey } from '@lanyard/contract';
import { LanyardError, type DeviceCaller } from '@lanyard/kernel';
import { parseCertificate } from '@lanyard/pki';
import { type Activation, openActivation } from './activation.ts';
import { certificateOrder, referenceOf } from './certificate-order.ts';
import { base64, issuedView } from './issue-certificate.ts';
import { partsOf, reserveKey } from './pg/certificates.ts';
import type { CertificateRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import { sealKey } from './seal-key.ts';
import { storeIssued } from './store-certificate.ts';

const PURPOSE = 'encryption';

/**
 * Has the issuer make the encryption key, which is escrowed before its certificate exists, and seals it to the device.
 * The sealed key is kept until the device confirms: a repeated call gets the same octets.
 * @throws LanyardError those of the activation and of the issuer; `device_unknown`
 */
export async function issueEncryptionKey(
  parts: CredentialsParts,
  caller: DeviceCaller,
  requestId: string,
): Promise<IssuedEncryptionKey> {
  const { db, fault, fleet, issuer } = parts;
  // 1. What the activation still needs.
  const activation = await openActivation(parts, caller, requestId);
  const part = activation.parts.find((one) => one.purpose === PURPOSE && one.made_by === 'issuer');
  if (part === undefined)
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'purpose', message: 'this credential has no such part' }],
    });
  if (part.certificate !== null) return view(part);
  const device = await fleet.device(caller.deviceId);
  if (device === null) throw new LanyardError('device_unknown');
  // 2. Key, escrow, certificate: the issuer answers the same again until it is told that the key was delivered.
  const { pkcs8, ...issued } = await issuer.issueWithEscrow(
    await certificateOrder(parts, caller, activation, PURPOSE),
    part.key_type,
  );
  fault('credentials.encryption-issued');
  // 3. Sealed to the device; our copy of the key is gone.
  const sealed = await sealKey(device.agreementKey, pkcs8, {
    deviceId: device.id,
    requestId,
    purpose: PURPOSE,
  }).finally(() => pkcs8.fill(0));
  fault('credentials.encryption-sealed');
  // 4. Stored with the certificate, and the issuer forgets its copy, together. Two calls at once: the first one's stays.
  const spkiSha256 = createHash('sha256').update(parseCertificate(issued.certificate).spki).digest('hex');
  const late = await db.tx(async (tx) => {
    if (!(await reserveKey(tx, activation.credential.id, PURPOSE, spkiSha256))) return null;
    const refused = await storeIssued(parts, tx, caller, activation, PURPOSE, issued, sealed);
    if (refused === null) await issuer.keyDelivered(tx, referenceOf(requestId, PURPOSE));
    return refused;
  });
  if (late !== null) throw late;
  fault('credentials.encryption-stored');
  return view(await storedPart(parts, activation));
}

async function storedPart({ db }: CredentialsParts, { credential }: Activation): Promise<CertificateRow> {
  const part = (await partsOf(db.pool, [credential.id])).find((one) => one.purpose === PURPOSE);
  if (part === undefined) throw new LanyardError('conflict', { purpose: PURPOSE });
  return part;
}

function view(part: CertificateRow): IssuedEncryptionKey {
  if (part.enc === null || part.ciphertext === null) throw new LanyardError('conflict', { purpose: PURPOSE });
  return { ...issuedView(part), enc: base64(part.enc), ciphertext: base64(part.ciphertext) };
}
