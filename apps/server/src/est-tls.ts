import { constants } from 'node:crypto';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { toPem } from '@lanyard/pki';
import type { OpenContexts } from './contexts.ts';
import type { WebCertificate } from './web-certificate.ts';

/**
 * TLS of the EST listener: it asks for a client certificate and lets everybody through, since only renewing takes
 * one and the issuer decides about it by its own record. No session is resumed: a resumed one proves no key.
 */
export async function estTls(
  { issuer }: OpenContexts,
  { key, cert }: WebCertificate,
): Promise<SecureContextOptions & TlsOptions> {
  const ca = (await issuer.authorities()).map(({ certificate }) => toPem('CERTIFICATE', certificate.der));
  return {
    key,
    cert,
    ca,
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
    requestCert: true,
    rejectUnauthorized: false,
  };
}
