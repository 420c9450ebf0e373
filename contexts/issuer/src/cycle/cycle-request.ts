import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Holder } from '../types.ts';
import type { DraftRequest } from './check-request.ts';

export interface CycleRequest extends DraftRequest {
  readonly authority: SigningAuthority;
  /** One reference never yields two certificates. */
  readonly reference: string;
  readonly holder: Holder | null;
  readonly correlationId?: string | undefined;
}

export interface CycleConfig {
  readonly statusUrl: string;
  readonly crlCoalesceSeconds: number;
}

export type CycleNeeds = Pick<
  IssuerPorts,
  'db' | 'clock' | 'random' | 'digest' | 'outbox' | 'verifier' | 'log' | 'fault' | 'frozen'
>;
