import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { nameFrom, signCertificate, type Bytes } from '@lanyard/pki';

/** A small certificate for rows that need one: `CN=Seed`, signed by itself. */
export async function seedCertificate(now: Date): Promise<Bytes> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const subject = nameFrom([{ type: 'CN', value: 'Seed' }]);
  const notAfter = new Date(now.getTime() + 365 * 86_400_000);
  const serial = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
  return signCertificate(
    { serial, issuer: subject, subject, notBefore: now, notAfter, spki, extensions: [] },
    softwareSigner(pkcs8),
  );
}
