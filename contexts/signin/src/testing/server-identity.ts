import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { ext, nameFrom, OID, signCertificate, toPem } from '@lanyard/pki';

/** A TLS key and certificate for localhost that no browser trusts. */
export async function serverIdentity(): Promise<{ key: string; cert: string }> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const signer = softwareSigner(pkcs8);
  const subject = nameFrom([{ type: 'CN', value: 'localhost' }]);
  const extensions = [
    ext.subjectAltName([{ kind: 'dns', value: 'localhost' }]),
    ext.extendedKeyUsage([OID.serverAuth]),
  ];
  const template = {
    serial: Uint8Array.of(1),
    issuer: subject,
    subject,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2040-01-01'),
    spki,
    extensions,
  };
  const der = await signCertificate(template, signer);
  return { key: toPem('PRIVATE KEY', pkcs8), cert: toPem('CERTIFICATE', der) };
}
