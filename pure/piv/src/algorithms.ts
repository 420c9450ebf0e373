/** Algorithm identifiers of SP 800-78-5 Table 9 for asymmetric keys. */
export type KeyAlgorithm = 'rsa-3072' | 'rsa-2048' | 'ec-p256' | 'ec-p384';

export interface AlgorithmFacts {
  readonly id: number;
  /** Octets of an RSA block or of a digest; a point has twice as many and one. */
  readonly octets: number;
  readonly curve: boolean;
}

export const ALGORITHMS: Readonly<Record<KeyAlgorithm, AlgorithmFacts>> = {
  'rsa-3072': { id: 0x05, octets: 384, curve: false },
  'rsa-2048': { id: 0x07, octets: 256, curve: false },
  'ec-p256': { id: 0x11, octets: 32, curve: true },
  'ec-p384': { id: 0x14, octets: 48, curve: true },
};

export function algorithmOfId(id: number): KeyAlgorithm | undefined {
  const names: readonly KeyAlgorithm[] = ['rsa-3072', 'rsa-2048', 'ec-p256', 'ec-p384'];
  return names.find((name) => ALGORITHMS[name].id === id);
}

/** Octets of a challenge made for the administration key, by its algorithm: the block size (SP 800-78-5 Table 9). */
export const ADMINISTRATION_BLOCKS: ReadonlyMap<number, number> = new Map([
  [0x00, 8],
  [0x03, 8],
  [0x08, 16],
  [0x0a, 16],
  [0x0c, 16],
]);
