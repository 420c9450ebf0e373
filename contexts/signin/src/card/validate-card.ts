import type { ErrorCode } from '@lanyard/contract';
import {
  buildAndValidatePath,
  type Certificate,
  type Fetcher,
  type PathResult,
  type RefusalCode,
  type RefusedPath,
  type TrustAnchor,
} from '@lanyard/pki';
import type { SigninPorts } from '../ports.ts';

export interface Presented {
  readonly certificate: Certificate;
  /** Whatever stands above it: from settings, and what the client sent along. */
  readonly intermediates: readonly Certificate[];
}

/** A person waits in front of it: shorter than what a nightly job may take. */
const limits = { fetches: 12, fetchDepth: 3, fetchMilliseconds: 4_000 };

/**
 * Validates a card's path at this moment, with the status of every certificate in it (RFC 5280 §6).
 * @param fetcher null: signatures, times and names alone, asking nobody
 */
export function validateCard(
  { verifier, digest, clock }: SigninPorts,
  fetcher: Fetcher | null,
  { certificate, intermediates }: Presented,
  anchors: readonly TrustAnchor[],
): Promise<PathResult> {
  return buildAndValidatePath(
    {
      certificate,
      intermediates,
      anchors,
      at: clock.now(),
      purpose: { keyUsage: ['digitalSignature'] },
      revocation: fetcher === null ? { mode: 'off' } : { mode: 'require', clockSkew: 60_000 },
      limits,
    },
    { verifier, digest, ...(fetcher === null ? {} : { fetcher }) },
  );
}

/** The signatures alone, asking nobody: to tell an issuer that may not name somebody from one that is not trusted at all. */
export async function hasPath(
  { verifier, digest, clock }: SigninPorts,
  { certificate, intermediates }: Presented,
  anchors: readonly TrustAnchor[],
): Promise<boolean> {
  const input = { certificate, intermediates, anchors, at: clock.now(), revocation: { mode: 'off' }, limits } as const;
  return (await buildAndValidatePath(input, { verifier, digest })).accepted;
}

const ofLeaf: Partial<Record<RefusalCode, ErrorCode>> = {
  expired: 'certificate_expired',
  not_yet_valid: 'certificate_not_yet_valid',
  revoked: 'certificate_revoked',
  on_hold: 'certificate_on_hold',
};

/** The page that a refusal leads to. What is wrong further up the path is not the holder's to mend. */
export function errorOfRefusal({ refusal: { code, index } }: RefusedPath): ErrorCode {
  if (code === 'status_unknown') return 'certificate_status_unknown';
  if (code === 'no_path') return 'certificate_not_trusted';
  return (index === 0 ? ofLeaf[code] : undefined) ?? 'certificate_invalid';
}
