import type { Certificate } from '../certificate.ts';
import type { CertificateStatus, RevocationInput } from '../revocation/types.ts';
import { anchorsByName, type Bag, createBag } from './bag.ts';
import { type CertificateFacts, factsOf } from './facts.ts';
import { createSignatures, type Signatures } from './signatures.ts';
import type { PathInput, PathPorts, TrustAnchor } from './types.ts';
import { createWork, type Work } from './work.ts';

/** What one call shares between the path asked for and the paths of those who speak about its status. */
export interface Session {
  readonly at: Date;
  readonly bag: Bag;
  readonly anchors: ReadonlyMap<string, readonly TrustAnchor[]>;
  readonly work: Work;
  readonly signatures: Signatures;
  readonly ports: PathPorts;
  readonly revocation: RevocationInput;
  /** URLs asked already, so that none is asked twice. */
  readonly asked: Set<string>;
}

export function openSession(input: PathInput, ports: PathPorts): Session {
  const work = createWork(input.limits);
  return {
    at: input.at,
    bag: createBag(input.at),
    anchors: anchorsByName(input.anchors),
    work,
    signatures: createSignatures(ports.verifier, work, ports.cache),
    ports,
    revocation: input.revocation,
    asked: new Set(),
  };
}

/** @throws WorkLimitReached */
export function fillBag(certificates: readonly Certificate[], { bag, work }: Session): boolean {
  let grown = false;
  for (const certificate of certificates) {
    work.spend('certificates');
    if (bag.add(factsOf(certificate))) grown = true;
  }
  return grown;
}

/** The key and name that vouch for a certificate of a path. */
export interface Issuer {
  readonly name: TrustAnchor['name'];
  readonly nameKey: string;
  readonly spki: TrustAnchor['spki'];
  readonly certificate: CertificateFacts | undefined;
  /** The name of the authority that stands above this name in the path; self-issued certificates are passed over. */
  readonly aboveKey: string;
}

/** Answers the status of one certificate, given who issued it and the anchor that its path ends at. */
export type StatusCheck = (
  subject: CertificateFacts,
  issuer: Issuer,
  anchor: TrustAnchor,
) => Promise<CertificateStatus>;
