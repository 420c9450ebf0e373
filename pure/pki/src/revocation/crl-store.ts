import type { Crl } from '../crl.ts';
import { nameKey } from '../name-compare.ts';

/** CRLs of one validation by the name of their issuer: those given, and those fetched on the way. */
export interface CrlStore {
  add(crl: Crl): void;
  /** Complete CRLs of an issuer, the newest first. */
  complete(issuerKey: string): readonly Crl[];
  /** Delta CRLs of an issuer, the newest first. */
  deltas(issuerKey: string): readonly Crl[];
}

const issuerKeys = new WeakMap<Crl, string>();

export function crlIssuerKey(crl: Crl): string {
  const key = issuerKeys.get(crl) ?? nameKey(crl.issuer);
  issuerKeys.set(crl, key);
  return key;
}

export function createCrlStore(crls: readonly Crl[]): CrlStore {
  // Copies are kept: telling two CRLs apart by less than all their octets would let a forged one push a real one out.
  const byIssuer = new Map<string, Crl[]>();
  const add = (crl: Crl): void => {
    const sameIssuer = byIssuer.get(crlIssuerKey(crl));
    if (sameIssuer) sameIssuer.push(crl);
    else byIssuer.set(crlIssuerKey(crl), [crl]);
  };
  for (const crl of crls) add(crl);
  const ofKind = (issuerKey: string, delta: boolean): Crl[] =>
    (byIssuer.get(issuerKey) ?? [])
      .filter((crl) => (crl.baseCrlNumber !== undefined) === delta)
      .toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  return { add, complete: (issuerKey) => ofKind(issuerKey, false), deltas: (issuerKey) => ofKind(issuerKey, true) };
}
