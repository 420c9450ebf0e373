import type { ParsedPairs } from '@lanyard/contract';

/** Pairs as they were understood, before it is asked what their keys are. */
export interface Understood {
  readonly understoodAs: ParsedPairs['understoodAs'];
  readonly pairs: readonly { readonly key: string; readonly value: string }[];
  readonly leftOut: ParsedPairs['leftOut'];
}
