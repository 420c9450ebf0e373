import { utf8Encode } from './bytes.ts';
import { ATTRIBUTE_LABELS, type Name, type NameAttribute } from './name.ts';
import { toHex } from './text-encodings.ts';

// Only the labels that every reader of RFC 4514 must know (§3), and E-mail: others are written as identifiers.
const LABELS = new Map([...ATTRIBUTE_LABELS].map(([label, oid]) => [oid, label]));

/** Writes a name as RFC 4514 does: last part first, special characters escaped. */
export function nameToString(name: Name): string {
  return name.rdns
    .toReversed()
    .map((rdn) => rdn.map(attributeToString).join('+'))
    .join(',');
}

function attributeToString(attribute: NameAttribute): string {
  const label = LABELS.get(attribute.type);
  // Without a label, or without text, the value is the hexadecimal of its DER (RFC 4514 §2.4).
  if (label === undefined || attribute.encoding === 'other')
    return `${label ?? attribute.type}=#${toHex(attribute.valueDer)}`;
  return `${label}=${escapeValue(attribute.value)}`;
}

function escapeValue(value: string): string {
  return (
    value
      .replace(/[\\",;+<>]/g, '\\$&')
      .replace(/^[ #]/, '\\$&')
      .replace(/ $/, '\\ ')
      // Line breaks, direction marks and their like would let a name forge the line that shows it.
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeAsOctets)
  );
}

const escapeAsOctets = (character: string): string =>
  Array.from(utf8Encode(character), (octet) => `\\${octet.toString(16).padStart(2, '0')}`).join('');
