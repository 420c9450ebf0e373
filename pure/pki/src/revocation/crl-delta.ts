import { equalBytes } from '../bytes.ts';
import { extensionValue } from '../certificate-extensions.ts';
import type { Crl } from '../crl.ts';
import { OID } from '../oid.ts';

/** RFC 5280 §6.3.3 (c): whether a delta CRL brings this complete CRL up to date. */
export function updates(delta: Crl, complete: Crl): boolean {
  const { crlNumber: number, baseCrlNumber: base } = delta;
  if (number === undefined || base === undefined || complete.crlNumber === undefined) return false;
  return (
    base <= complete.crlNumber &&
    complete.crlNumber < number &&
    sameExtension(delta, complete, OID.issuingDistributionPoint) &&
    sameExtension(delta, complete, OID.authorityKeyIdentifier)
  );
}

/** Both without it, or both with the same octets. */
function sameExtension(a: Crl, b: Crl, oid: string): boolean {
  const [left, right] = [extensionValue(a.extensions, oid), extensionValue(b.extensions, oid)];
  return left === undefined || right === undefined ? left === right : equalBytes(left, right);
}
