import type { PublicJwk } from '@lanyard/contract';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import type { Sealed } from './store-certificate.ts';

const INFO = Buffer.from('lanyard encryption key');

export interface SealedFor {
  readonly deviceId: string;
  readonly requestId: string;
  readonly purpose: string;
}

/**
 * Seals a private key to a device's agreement key: HPKE (RFC 9180) base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
 * AES-256-GCM. The additional data binds it to device, request and purpose, so that it opens nowhere else.
 * @param pkcs8 DER
 */
export async function sealKey(
  agreementKey: PublicJwk,
  pkcs8: Uint8Array,
  { deviceId, requestId, purpose }: SealedFor,
): Promise<Sealed> {
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(agreementKey.x, 'base64url'),
    Buffer.from(agreementKey.y, 'base64url'),
  ]);
  const key = await suite.DeserializePublicKey(new Uint8Array(point));
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, pkcs8, {
    info: INFO,
    aad: Buffer.from(`${deviceId}|${requestId}|${purpose}`),
  });
  return { enc: encapsulatedSecret, ciphertext };
}
