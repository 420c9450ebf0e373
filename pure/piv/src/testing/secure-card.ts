import { createECDH, randomInt } from 'node:crypto';
import { generateKeyPair, nodeRandom, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import {
  type Bytes,
  type Certificate,
  ext,
  nameFrom,
  OID,
  parseCertificate,
  signCertificate,
  viewOf,
} from '@lanyard/pki';
import type { KeyAlgorithm } from '../algorithms.ts';
import type { EphemeralKey, SecureHostPorts } from '../host/secure-host-ports.ts';
import { OBJECT } from '../identifiers.ts';
import { signedSecureMessaging } from '../objects/derived-card.ts';
import { pairingCodeObject } from '../objects/pairing-code.ts';
import type { ContentSigner } from '../objects/sign-content.ts';
import { discovery } from '../objects/small-objects.ts';
import type { CardPorts, SecureMessagingKey } from '../ports.ts';
import type { CipherSuite } from '../secure-messaging/cipher-suite.ts';
import { testPorts } from './software-card.ts';

export const CARD_UUID: Bytes = new Uint8Array(16).fill(7);
export const PAIRING_CODE = String(randomInt(1e8)).padStart(8, '0');

const CURVES = { 'ec-p256': 'prime256v1', 'ec-p384': 'secp384r1' } as const;

/** A key pair of OpenSSL's; what it agreed on stays for a judge to see. */
export function ecdhKey(algorithm: CipherSuite['algorithm']): EphemeralKey & { readonly secret: Bytes } {
  const own = createECDH(CURVES[algorithm]);
  const point = viewOf(own.generateKeys());
  const agree = (theirs: Bytes): Bytes | undefined => {
    try {
      return viewOf(own.computeSecret(theirs));
    } catch {
      // ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY
      return undefined;
    }
  };
  return { point, agree, secret: viewOf(own.getPrivateKey()) };
}

export async function testSigner(algorithm: KeyAlgorithm): Promise<ContentSigner> {
  const { pkcs8, spki } = generateKeyPair(algorithm);
  const name = nameFrom([{ type: 'CN', value: 'Content Signer' }]);
  const signer = softwareSigner(pkcs8);
  const template = {
    serial: Uint8Array.of(0x5a, 1),
    issuer: name,
    subject: name,
    spki,
    extensions: [
      ext.keyUsage(['digitalSignature']),
      ext.extendedKeyUsage([OID.pivContentSigning]),
      ext.subjectKeyIdentifier(nodeRandom.bytes(20)),
    ],
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2049-01-01T00:00:00Z'),
  };
  return { signer, certificate: parseCertificate(await signCertificate(template, signer)) };
}

export interface SecureParts {
  readonly signer: Certificate;
  readonly key: SecureMessagingKey & { readonly secret: Bytes };
  readonly held: ReadonlyMap<number, Bytes>;
}

/** What a card needs for secure messaging, its pairing code `PAIRING_CODE`. */
export async function secureParts(suite: CipherSuite): Promise<SecureParts> {
  const own = ecdhKey(suite.algorithm);
  const by = await testSigner(suite.algorithm);
  const signed = await signedSecureMessaging({ guid: CARD_UUID }, { suite, point: own.point }, by);
  return {
    signer: by.certificate,
    key: {
      suite,
      certificate: signed.certificate,
      secret: own.secret,
      agree: async (point) => own.agree(point),
      pairing: { verify: async (code) => code === PAIRING_CODE },
    },
    held: new Map([
      [OBJECT.discovery, discovery('pairing-code')],
      [OBJECT.secureMessagingSigner, signed.signer],
      [OBJECT.pairingCode, pairingCodeObject(PAIRING_CODE)],
    ]),
  };
}

export const securePorts = ({ key, held }: SecureParts, changes: Parameters<typeof testPorts>[0] = {}): CardPorts =>
  testPorts({ secureMessaging: key, ...changes, held: new Map([...held, ...(changes.held ?? [])]) });

/** A host on Node. */
export const nodeHost: Omit<SecureHostPorts, 'trusts'> = {
  random: nodeRandom,
  verifier: nodeVerifier,
  ephemeral: ecdhKey,
};

/** A host that trusts this one signer. */
export const hostPorts = ({ signer }: Pick<SecureParts, 'signer'>): SecureHostPorts => ({
  ...nodeHost,
  trusts: (given) => Buffer.from(given.der).equals(signer.der),
});
