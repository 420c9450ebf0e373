import { LanyardError } from '@lanyard/kernel';
import { fromBase64, fromPem, nameToString, parseCertificate, toPem, type Certificate } from '@lanyard/pki';

const LABEL = 'CERTIFICATE';

/**
 * Reads what was dropped as a CA certificate: one, of a CA, within its dates.
 * @param file PEM, or DER in base64
 * @returns PEM
 * @throws LanyardError `certificate_file_invalid` that says why
 */
export function readCaCertificate(file: string, now: Date): string {
  const certificate = read(file);
  const subject = nameToString(certificate.subject);
  if (certificate.basicConstraints?.ca !== true) refuse('it is not the certificate of a CA', { subject });
  if (certificate.notAfter <= now) refuse('it has expired', { subject, notAfter: certificate.notAfter.toISOString() });
  return toPem(LABEL, certificate.der);
}

function read(file: string): Certificate {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(file)) refuse('it holds a private key, which must never be uploaded');
  let blocks: readonly Uint8Array[];
  try {
    blocks = file.includes('-----BEGIN ') ? fromPem(file, LABEL) : [fromBase64(file.replaceAll(/\s/g, ''))];
  } catch (error) {
    refuse('it is neither PEM nor DER', {}, error);
  }
  const [der] = blocks;
  if (der === undefined) refuse('there is no certificate in it');
  if (blocks.length > 1) refuse(`there are ${blocks.length} certificates in it`);
  try {
    return parseCertificate(der);
  } catch (error) {
    refuse('it is not an X.509 certificate', {}, error);
  }
}

function refuse(why: string, more: Readonly<Record<string, unknown>> = {}, cause?: unknown): never {
  throw new LanyardError(
    'certificate_file_invalid',
    { fields: [{ field: 'value.content', message: why }], why, ...more },
    { cause },
  );
}
