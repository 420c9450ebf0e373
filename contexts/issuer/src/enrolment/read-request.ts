import { LanyardError } from '@lanyard/kernel';
import {
  type CertificateRequest,
  MAX_REQUEST_OCTETS,
  parseRequest,
  PkiError,
  type Verifier,
  verifyRequest,
} from '@lanyard/pki';

/**
 * Reads a PKCS#10 request and checks that its sender has the private key (RFC 2986 §4.2).
 * @param octets DER
 * @throws LanyardError `csr_too_large`, `csr_malformed`, `csr_signature_invalid`
 */
export async function readProvenRequest(octets: Uint8Array, verifier: Verifier): Promise<CertificateRequest> {
  const request = parseCsr(octets);
  if (!(await verifyRequest(request, verifier))) throw new LanyardError('csr_signature_invalid');
  return request;
}

/**
 * Reads a PKCS#10 request whose signature is not looked at.
 * @throws LanyardError `csr_too_large`, `csr_malformed`
 */
export function parseCsr(octets: Uint8Array): CertificateRequest {
  if (octets.length > MAX_REQUEST_OCTETS) throw new LanyardError('csr_too_large', { maximum: MAX_REQUEST_OCTETS });
  try {
    return parseRequest(octets);
  } catch (cause) {
    if (cause instanceof PkiError) throw new LanyardError('csr_malformed', { reason: cause.message }, { cause });
    throw cause;
  }
}
