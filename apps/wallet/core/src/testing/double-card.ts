import { CS2, CS7, signedContainers, signedSecureMessaging } from '@lanyard/piv';
import {
  type Certificate,
  ext,
  fromBase64,
  nameFrom,
  OID,
  parseCertificate,
  type Signer,
  signCertificate,
  toBase64,
  webDigest,
} from '@lanyard/pki';
import { cardContentsInput } from '@lanyard/contract';
import { exportSpki, makeSigningKey } from '../key-material.ts';
import { signerOf } from '../signature-form.ts';
import { type DoubleCall, Refusal } from './double-state.ts';

/** Signs a card with a channel as an issuer does; for one without, the server stays silent, as it may. */
export async function signCard(input: DoubleCall['input']): Promise<object> {
  const { retired, secureMessaging } = cardContentsInput.parse(input);
  if (secureMessaging === undefined) throw new Refusal('not_found');
  const { keyType, point, pairingCode } = secureMessaging;
  const suite = keyType === 'ec-p384' ? CS7 : CS2;
  const by = await contentSigner(keyType);
  const guid = new Uint8Array(16).fill(5);
  const channel = { suite, point: fromBase64(point), ...(pairingCode === undefined ? {} : { pairingCode }) };
  const card = { guid, expires: by.certificate.notAfter, retired, secureMessaging: channel };
  const { chuid, securityObject } = await signedContainers(card, by, webDigest);
  const { certificate, signer } = await signedSecureMessaging({ guid }, channel, by);
  return {
    chuid: toBase64(chuid),
    securityObject: toBase64(securityObject),
    secureMessaging: { certificate: toBase64(certificate), signer: toBase64(signer) },
  };
}

async function contentSigner(
  keyType: 'ec-p256' | 'ec-p384',
): Promise<{ readonly signer: Signer; readonly certificate: Certificate }> {
  const pair = await makeSigningKey(keyType);
  const signer = await signerOf(pair, keyType);
  const name = nameFrom([{ type: 'CN', value: 'Double content signer' }]);
  const template = {
    serial: Uint8Array.of(0x4a, 1),
    issuer: name,
    subject: name,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2032-01-01T00:00:00Z'),
    spki: await exportSpki(pair.publicKey),
    extensions: [
      ext.keyUsage(['digitalSignature']),
      ext.extendedKeyUsage([OID.pivContentSigning]),
      ext.subjectKeyIdentifier(new Uint8Array(20).fill(6)),
    ],
  };
  return { signer, certificate: parseCertificate(await signCertificate(template, signer)) };
}
