/**
 * Whether an XML text declares something of its own in its document type: entities above all, which unfold or name
 * other files. The document type of Apple's lists has none. One look for each, so that no text makes it slow.
 */
export function hasDeclarations(text: string): boolean {
  if (/<!ENTITY/i.test(text)) return true;
  const at = text.search(/<!DOCTYPE/i);
  if (at === -1) return false;
  const rest = text.slice(at + 1);
  return rest.charAt(rest.search(/[>[]/)) === '[' || /<!DOCTYPE/i.test(rest);
}
