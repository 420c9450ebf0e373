import { generateKeyPairSync } from 'node:crypto';
import { type Bytes, der, parsePublicKey, type SignatureAlgorithm, viewOf } from '../index.ts';
import { padded, pkcs1, pss, type RsaPair, rsaPair } from './signature-cases-rsa.ts';
import type { SignatureCase } from './signature-cases.ts';

/** Keys under which there is nothing to verify, with the signature that fits them best. */
export function oddRsaKeys(pair: RsaPair, message: Bytes): [string, Bytes, Bytes][] {
  const key = parsePublicKey(pair.spki);
  const modulus = key.kind === 'rsa' ? key.modulus : new Uint8Array(0);
  const even = modulus.slice();
  even[even.length - 1] = (even[even.length - 1] ?? 0) & 0xfe;
  const exponent = Uint8Array.of(1, 0, 1);
  const made = (n: Bytes, e: Bytes): Bytes =>
    der.sequence(key.algorithm.der, der.bitString(der.sequence(der.unsigned(n), der.unsigned(e))));
  const good = pkcs1(pair, message);
  const small = rsaPair(512);
  return [
    ['an exponent of 1, the padded hash itself', made(modulus, Uint8Array.of(1)), padded(message, {})],
    ['an exponent of 0', made(modulus, Uint8Array.of(0)), good],
    ['an even exponent', made(modulus, Uint8Array.of(4)), good],
    ['an exponent as long as the modulus', made(modulus, modulus), good],
    ['an even modulus', made(even, exponent), good],
    ['a modulus of 512 bits', small.spki, pkcs1(small, message)],
    ['a modulus of 1', made(Uint8Array.of(1), exponent), good],
    ['a modulus of 0', made(Uint8Array.of(0), exponent), good],
    ['a modulus of 17000 bits', made(new Uint8Array(2125).fill(0xff), exponent), new Uint8Array(2125).fill(1)],
  ];
}

/** Keys of type id-RSASSA-PSS (RFC 4055 §3.1), free and bound to a hash. */
export function pssKeys(messageOf: (algorithm: SignatureAlgorithm) => Bytes): SignatureCase[] {
  const free = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const sha384 = { hashAlgorithm: 'sha384', mgf1HashAlgorithm: 'sha384' };
  const bound = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...sha384 });
  const one = (name: string, { privateKey, publicKey }: typeof free, digest: 'sha256' | 'sha384'): SignatureCase => {
    const algorithm = `rsa-pss-${digest}` as const;
    const message = messageOf(algorithm);
    const spki = viewOf(publicKey.export({ format: 'der', type: 'spki' }));
    const signature = pss(privateKey, message, digest, digest === 'sha256' ? 32 : 48);
    return { name: `rsa, ${name}`, algorithm, spki, message, signature, right: true };
  };
  const [ofFree, ofBound] = [one('a key for PSS', free, 'sha256'), one('a key bound to its hash', bound, 'sha384')];
  return [
    ofFree,
    ofBound,
    { ...ofFree, name: 'rsa, a key for PSS and PKCS#1 v1.5', algorithm: 'rsa-pkcs1-sha256', right: false },
    { ...ofBound, name: 'rsa, a key bound to another hash', algorithm: 'rsa-pss-sha256', right: false },
  ];
}
