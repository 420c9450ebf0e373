import { equalBytes } from './bytes.ts';
import type { Name, NameAttribute, RelativeName } from './name.ts';

/**
 * Compares two names as RFC 5280 §7.1 asks: part by part in order, values without regard to case, to the type of
 * string, and to white space at the ends or repeated inside.
 */
export function namesEqual(a: Name, b: Name): boolean {
  if (equalBytes(a.der, b.der)) return true;
  return a.rdns.length === b.rdns.length && isNameWithin(a, b);
}

/** Whether `name` begins with all parts of `base`: the subtree rule of RFC 5280 §7.1. */
export function isNameWithin(name: Name, base: Name): boolean {
  if (name.rdns.length < base.rdns.length) return false;
  return base.rdns.every((rdn, index) => relativeNamesEqual(name.rdns[index] ?? [], rdn));
}

function relativeNamesEqual(a: RelativeName, b: RelativeName): boolean {
  if (a.length !== b.length) return false;
  return sameAttributes(a, b) && sameAttributes(b, a);
}

const sameAttributes = (a: RelativeName, b: RelativeName): boolean =>
  a.every((attribute) => b.some((other) => attributesEqual(attribute, other)));

function attributesEqual(a: NameAttribute, b: NameAttribute): boolean {
  if (a.type !== b.type) return false;
  if (equalBytes(a.valueDer, b.valueDer)) return true;
  if (a.encoding === 'other' || b.encoding === 'other') return false;
  return a.value === b.value || preparedValue(a.value) === preparedValue(b.value);
}

/**
 * String preparation of RFC 4518 §2, as far as it changes a comparison: control and formatting characters vanish,
 * compatibility forms and case fold, white space collapses.
 */
export function preparedValue(value: string): string {
  return value
    .replace(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\u034f\ufe00-\ufe0f\ufffc]/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .trim();
}

/** A key under which equal names (RFC 5280 §7.1) fall together, for maps of certificates by issuer. */
export function nameKey(name: Name): string {
  const parts = name.rdns.map((rdn) =>
    rdn
      .map((a) => JSON.stringify([a.type, keyValue(a)]))
      .toSorted()
      .join('+'),
  );
  return parts.join(',');
}

const keyValue = (attribute: NameAttribute): string =>
  attribute.encoding === 'other' ? attribute.value : preparedValue(attribute.value);
