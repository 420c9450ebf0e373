import type { KeyType } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import {
  keyStrength,
  parseRequest,
  PkiError,
  verifyRequest,
  type Bytes,
  type CertificateRequest,
  type PublicKey,
  type Verifier,
} from '@lanyard/pki';

const MAX_OCTETS = 16_384;

/**
 * Checks a PKCS#10 request: its size, its form, its key, and that the sender has the private key (RFC 2986 §4.2).
 * Names and extensions that it asks for are not read: they come from the card and the profile.
 * @param csr DER in base64
 * @returns the public key as SubjectPublicKeyInfo
 * @throws LanyardError `csr_too_large`, `csr_malformed`, `csr_weak_key`, `csr_wrong_key`, `csr_signature_invalid`
 */
export async function checkCsr(csr: string, wanted: KeyType, verifier: Verifier): Promise<Bytes> {
  const request = read(csr);
  const strength = keyStrength(request.publicKey);
  if (!strength.acceptable) throw new LanyardError('csr_weak_key', { reason: strength.message });
  const found = keyTypeOf(request.publicKey);
  if (found !== wanted) throw new LanyardError('csr_wrong_key', { expected: wanted, found });
  if (!(await verifyRequest(request, verifier))) throw new LanyardError('csr_signature_invalid');
  return request.spki;
}

function read(csr: string): CertificateRequest {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(csr)) throw new LanyardError('csr_malformed', { reason: 'it is not base64' });
  const der = new Uint8Array(Buffer.from(csr, 'base64'));
  if (der.length > MAX_OCTETS) throw new LanyardError('csr_too_large', { octets: der.length, maximum: MAX_OCTETS });
  try {
    return parseRequest(der);
  } catch (error) {
    if (error instanceof PkiError) throw new LanyardError('csr_malformed', { reason: error.message }, { cause: error });
    throw error;
  }
}

function keyTypeOf(key: PublicKey): string {
  if (key.kind === 'ec') return key.curve === 'P-256' ? 'ec-p256' : `ec-${key.curve.replace('-', '').toLowerCase()}`;
  return key.kind === 'rsa' ? `rsa-${key.bits}` : key.kind;
}
