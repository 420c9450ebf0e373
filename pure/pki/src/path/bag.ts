import { equalBytes } from '../bytes.ts';
import { nameKey } from '../name-compare.ts';
import type { CertificateFacts } from './facts.ts';
import { octetsKey } from './octets-key.ts';
import type { TrustAnchor } from './types.ts';

/** Candidate issuers by name. Certificates that are the same octets are held once. */
export interface Bag {
  /** False when it was held already. */
  add(facts: CertificateFacts): boolean;
  /** Those named as the certificate's issuer, the likeliest first. */
  issuersOf(facts: CertificateFacts): readonly CertificateFacts[];
  named(key: string): readonly CertificateFacts[];
  all(): Iterable<CertificateFacts>;
}

export function createBag(at: Date): Bag {
  const bySubject = new Map<string, CertificateFacts[]>();
  const held = new Set<string>();
  const sorted = new Map<CertificateFacts, readonly CertificateFacts[]>();
  return {
    add(facts) {
      const identity = octetsKey(facts.certificate.der);
      if (held.has(identity)) return false;
      held.add(identity);
      sorted.clear();
      const sameName = bySubject.get(facts.subjectKey);
      if (sameName) sameName.push(facts);
      else bySubject.set(facts.subjectKey, [facts]);
      return true;
    },
    issuersOf(facts) {
      const before = sorted.get(facts);
      if (before) return before;
      const candidates = (bySubject.get(facts.issuerKey) ?? []).toSorted(
        (a, b) => doubt(facts, a, at) - doubt(facts, b, at),
      );
      sorted.set(facts, candidates);
      return candidates;
    },
    named: (key) => bySubject.get(key) ?? [],
    *all() {
      for (const sameName of bySubject.values()) yield* sameName;
    },
  };
}

/**
 * How unlikely `issuer` issued `subject`. Key identifiers only order the candidates and never rule one out: RFC 4158 §3.5.12, for
 * they are hints that nobody checked.
 */
export function doubt(subject: CertificateFacts, issuer: CertificateFacts, at: Date): number {
  const wanted = subject.certificate.authorityKeyIdentifier?.keyIdentifier;
  const offered = issuer.certificate.subjectKeyIdentifier;
  const identifier = wanted && offered ? (equalBytes(wanted, offered) ? 0 : 8) : 4;
  const time = at < issuer.certificate.notBefore || at > issuer.certificate.notAfter ? 2 : 0;
  return identifier + time + (issuer.certificate.basicConstraints?.ca ? 0 : 1);
}

/** Trust anchors by name. */
export function anchorsByName(anchors: readonly TrustAnchor[]): ReadonlyMap<string, readonly TrustAnchor[]> {
  return Map.groupBy(anchors, (anchor) => nameKey(anchor.name));
}
