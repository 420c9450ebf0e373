import {
  walletSetting,
  type AppliedReport,
  type DesiredState,
  type DeviceCredential,
  type ErrorCode,
  type PublicJwk,
} from '@lanyard/contract';
import type { Signer } from '@lanyard/pki';
import { makeSigningKey } from '../key-material.ts';
import type { HttpRequest } from '../ports.ts';
import { signerOf } from '../signature-form.ts';

export const DEVICE = '11111111-1111-4111-8111-111111111111';

/** All that the server in memory knows. */
export interface DoubleState {
  readonly now: () => number;
  readonly issuer: Signer;
  readonly requests: Map<string, RequestRow>;
  readonly shares: Map<string, { verifier: string; share: string; tries: number }>;
  readonly credentials: DeviceCredential[];
  readonly applied: AppliedReport['items'];
  /** Hexadecimal SubjectPublicKeyInfo of every certificate, so that no key is certified twice. */
  readonly issuedKeys: string[];
  keys: { readonly signing: PublicJwk; readonly agreement: PublicJwk } | undefined;
  /** Of the challenge under way. */
  unblockTries: number | undefined;
  desired: DesiredState;
  nonce: string;
  token: string;
}

export interface RequestRow {
  readonly id: string;
  readonly password: string;
  readonly credentialId: string;
  readonly issued: Set<string>;
  state: 'pending' | 'activating' | 'activated';
}

export interface DoubleCall extends HttpRequest {
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export async function freshState(now: () => number): Promise<DoubleState> {
  return {
    now,
    issuer: await signerOf(await makeSigningKey('ec-p256'), 'ec-p256'),
    requests: new Map(),
    shares: new Map(),
    credentials: [],
    applied: [],
    unblockTries: undefined,
    issuedKeys: [],
    keys: undefined,
    desired: firstDesired(),
    nonce: crypto.randomUUID(),
    token: '',
  };
}

function firstDesired(): DesiredState {
  return {
    generation: 'g1',
    organisation: 'Agency',
    portalUrl: 'https://portal.test',
    person: { userName: 'alice', displayName: 'Alice Example', email: 'alice@agency.test' },
    device: { id: DEVICE, name: 'Phone', platform: 'ios', state: 'active' },
    wallet: walletSetting.parse({}),
    request: null,
    credentials: [],
    configurations: [],
    apps: [],
  };
}
