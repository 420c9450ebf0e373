export { nodeDigest, nodeRandom } from './digest.ts';
export { generateKeyPair, type GeneratedKeyPair, type KeyPairKind } from './generate-key-pair.ts';
export { softwareSigner } from './software-signer.ts';
export { encryptToRsa, rsaTransport } from './rsa-transport.ts';
export { nodeVerifier } from './verifier.ts';
