import { type Bytes, fromHex, type SignatureAlgorithm, toHex } from '../index.ts';
import { ecdsaCases } from './signature-cases-ecdsa.ts';
import { ed25519Cases } from './signature-cases-ed25519.ts';
import { rsaCases } from './signature-cases-rsa.ts';

/** A signature of which it is known whether it is right. */
export interface SignatureCase {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Bytes;
  readonly message: Bytes;
  readonly signature: Bytes;
  readonly right: boolean;
}

const usual = fromHex('313233343030');

/**
 * Cases in the manner of Wycheproof, under keys made for this call.
 * @param messageOf what is signed by an algorithm
 */
export const signatureCases = (messageOf: (algorithm: SignatureAlgorithm) => Bytes = () => usual): SignatureCase[] => [
  ...ecdsaCases(messageOf),
  ...rsaCases(messageOf),
  ...ed25519Cases(messageOf('ed25519')),
];

/** What a page can be handed. */
export type WrittenCase = { readonly [Field in keyof SignatureCase]: string };

export const written = (one: SignatureCase): WrittenCase => ({
  name: one.name,
  algorithm: one.algorithm,
  spki: toHex(one.spki),
  message: toHex(one.message),
  signature: toHex(one.signature),
  right: String(one.right),
});
