import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import { utf8Encode, viewOf, type Bytes } from '@lanyard/pki';
import type { HpkeMessage } from './ports.ts';

const suite = (): CipherSuite => new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** RFC 9180 §6.1, base mode. @throws Error when the message was not sealed to this key with this info and aad */
export async function openHpke(agreement: CryptoKeyPair, message: HpkeMessage): Promise<Bytes> {
  const { enc, ciphertext, info, aad } = message;
  return viewOf(await suite().Open(agreement, enc, ciphertext, { info, aad }));
}

/** Ties an encryption key to the device, the request and the purpose that it was made for. */
export function encryptionKeyContext(
  deviceId: string,
  requestId: string,
  purpose: string,
): { info: Bytes; aad: Bytes } {
  return { info: utf8Encode('lanyard encryption key'), aad: utf8Encode(`${deviceId}|${requestId}|${purpose}`) };
}
