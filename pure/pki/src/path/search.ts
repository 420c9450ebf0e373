import { equalBytes } from '../bytes.ts';
import type { Bag } from './bag.ts';
import type { CertificateFacts } from './facts.ts';
import type { Signatures } from './signatures.ts';
import type { TrustAnchor } from './types.ts';
import type { Work } from './work.ts';

/** Leaf first. */
export type Chain = readonly CertificateFacts[];

export interface CandidatePath {
  readonly chain: Chain;
  readonly anchor: TrustAnchor;
}

export interface SearchSpace {
  readonly bag: Bag;
  readonly anchors: ReadonlyMap<string, readonly TrustAnchor[]>;
  readonly signatures: Signatures;
  readonly work: Work;
}

/**
 * Paths by name from leaf to anchor, shortest first and the likeliest first among equals, so that a maze of cross-certificates
 * cannot hide a short path. What the caller finds out about signatures meanwhile cuts branches off.
 * @throws WorkLimitReached
 */
export function* search(leaf: CertificateFacts, space: SearchSpace): Generator<CandidatePath> {
  const reachable = reachableNames(space);
  let frontier: Chain[] = [[leaf]];
  for (let length = 1; frontier.length > 0 && length <= space.work.limits.pathLength; length++) {
    for (const chain of frontier) if (mayHold(chain, space)) yield* endings(chain, space);
    frontier = frontier
      .filter((chain) => mayHold(chain, space))
      .flatMap((chain) => extensions(chain, reachable, space));
  }
}

function* endings(chain: Chain, { anchors, signatures }: SearchSpace): Generator<CandidatePath> {
  const top = chain.at(-1);
  if (!top) return;
  for (const anchor of anchors.get(top.issuerKey) ?? []) {
    const repeats = chain.some(
      (facts, at) => at > 0 && facts.subjectKey === top.issuerKey && equalBytes(facts.certificate.spki, anchor.spki),
    );
    if (!repeats && mayHaveSigned(anchor.spki, top, signatures)) yield { chain, anchor };
  }
}

function extensions(chain: Chain, reachable: ReadonlySet<string>, { bag, signatures, work }: SearchSpace): Chain[] {
  const top = chain.at(-1);
  const longer: Chain[] = [];
  for (const issuer of top ? bag.issuersOf(top) : []) {
    work.spend('candidates');
    if (!reachable.has(issuer.issuerKey) || isLoop(chain, issuer)) continue;
    if (top && mayHaveSigned(issuer.certificate.spki, top, signatures)) longer.push([...chain, issuer]);
  }
  return longer;
}

/** False once a signature inside the chain was found wrong, through whichever path. */
function mayHold(chain: Chain, { signatures }: SearchSpace): boolean {
  return chain.every((facts, at) => {
    const issuer = chain[at + 1];
    return !issuer || mayHaveSigned(issuer.certificate.spki, facts, signatures);
  });
}

function mayHaveSigned(spki: TrustAnchor['spki'], subject: CertificateFacts, signatures: Signatures): boolean {
  const verdict = signatures.known(subject.certificate, spki);
  return verdict === undefined || verdict === 'right';
}

/** RFC 4158 §5.2: the same subject with the same key twice in a path adds nothing. */
function isLoop(chain: Chain, next: CertificateFacts): boolean {
  return chain.some(
    (facts) => facts.subjectKey === next.subjectKey && equalBytes(facts.certificate.spki, next.certificate.spki),
  );
}

/** Names from which, by names alone, some anchor can be reached. */
function reachableNames({ bag, anchors }: SearchSpace): Set<string> {
  const byIssuer = Map.groupBy(bag.all(), (facts) => facts.issuerKey);
  const reachable = new Set(anchors.keys());
  // A set hands out what is added to it while it is walked, so this is a breadth-first walk.
  for (const name of reachable) for (const facts of byIssuer.get(name) ?? []) reachable.add(facts.subjectKey);
  return reachable;
}

/** The chain as far as it can be followed upwards; its last certificate is the one whose issuer is missing. */
export function deadEnd(leaf: CertificateFacts, bag: Bag, limit: number): Chain {
  const chain = [leaf];
  for (let top = leaf; chain.length < limit;) {
    const next = bag.issuersOf(top).find((issuer) => !isLoop(chain, issuer));
    if (!next) break;
    chain.push(next);
    top = next;
  }
  return chain;
}
