import { randomBytes } from 'node:crypto';
import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { days } from '@lanyard/kernel';
import { ext, nameFrom, signCertificate, toPem, type Bytes } from '@lanyard/pki';

/** The certificate of a CA, DER, unless it is to be wrong in some way. */
export async function rootCertificate(
  now: Date,
  { ca = true, lifetimeMs = days(365) }: { readonly ca?: boolean; readonly lifetimeMs?: number } = {},
): Promise<Bytes> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const name = nameFrom([{ type: 'CN', value: 'Test root' }]);
  const serial = new Uint8Array(randomBytes(8));
  serial[0] = 1;
  const notBefore = new Date(now.getTime() - days(2));
  const notAfter = new Date(now.getTime() + lifetimeMs);
  const extensions = ca ? [ext.basicConstraints({ ca: true })] : [];
  return signCertificate(
    { serial, issuer: name, subject: name, notBefore, notAfter, spki, extensions },
    softwareSigner(pkcs8),
  );
}

export const asPem = (der: Bytes): string => toPem('CERTIFICATE', der);
