import type { Crl } from '../crl.ts';
import { nameKey } from '../name-compare.ts';
import { toHex } from '../text-encodings.ts';

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
  const byIssuer = new Map<string, Crl[]>();
  const held = new Set<string>();
  const add = (crl: Crl): void => {
    // Issuer, time and signature tell two CRLs apart without comparing megabytes.
    const identity = `${crlIssuerKey(crl)} ${crl.thisUpdate.getTime()} ${toHex(crl.signature)}`;
    if (held.has(identity)) return;
    held.add(identity);
    const known = byIssuer.get(crlIssuerKey(crl)) ?? [];
    byIssuer.set(
      crlIssuerKey(crl),
      [...known, crl].toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime()),
    );
  };
  for (const crl of crls) add(crl);
  const ofKind = (issuerKey: string, delta: boolean): Crl[] =>
    (byIssuer.get(issuerKey) ?? []).filter((crl) => (crl.baseCrlNumber !== undefined) === delta);
  return { add, complete: (issuerKey) => ofKind(issuerKey, false), deltas: (issuerKey) => ofKind(issuerKey, true) };
}
