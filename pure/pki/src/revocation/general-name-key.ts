import type { GeneralName } from '../general-name.ts';
import { nameKey } from '../name-compare.ts';
import { toHex } from '../text-encodings.ts';

/** A key under which general names fall together that name the same place: directory names by RFC 5280 §7.1, the rest exactly. */
export function generalNameKey(name: GeneralName): string {
  if (name.kind === 'directory') return `directory ${nameKey(name.value)}`;
  const type = name.kind === 'otherName' ? `${name.kind} ${name.typeId}` : name.kind;
  return `${type} ${typeof name.value === 'string' ? name.value : toHex(name.value)}`;
}
