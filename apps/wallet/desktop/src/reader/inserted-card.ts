import type { Bytes } from '@lanyard/pki';

/** What stands in a reader. */
export interface InsertedCard {
  /** Answer to reset, at most 33 octets. */
  readonly atr: Bytes;
  transmit(octets: Bytes): Promise<Bytes>;
  reset(): void;
}
