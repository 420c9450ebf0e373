import { ScimError } from './scim-error.ts';

/** One comparison of a filter; several are joined by `and`. */
export interface Comparison {
  /** In lower case, with a dot before a sub-attribute: `emails.value`. */
  readonly attribute: string;
  readonly value: string | boolean;
}

const MOST = 1_000;
const COMPARISON =
  /^\s*([A-Za-z][\w.$:-]*?)(?:\[\s*type\s+eq\s+"[^"]*"\s*\]\.(\w+))?\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*(?:and\s+|$)/i;

/**
 * Reads a filter (RFC 7644 §3.4.2.2): `eq`, joined by `and`, which is what identity providers look people up with.
 * @throws ScimError `invalidFilter` for anything else
 */
export function parseFilter(text: string): Comparison[] {
  if (text.length > MOST) throw new ScimError('invalidFilter', `A filter has at most ${MOST} characters.`);
  const found: Comparison[] = [];
  for (let rest = text.trim(); rest !== '';) {
    const match = COMPARISON.exec(rest);
    if (match === null)
      throw new ScimError(
        'invalidFilter',
        'Filters here compare with "eq" and join with "and", e.g. userName eq "ada".',
      );
    const [whole, attribute = '', sub, literal = ''] = match;
    found.push({ attribute: nameOf(attribute, sub), value: valueOf(literal) });
    rest = rest.slice(whole.length);
  }
  return found;
}

const nameOf = (attribute: string, sub: string | undefined): string => {
  const local = attribute.startsWith('urn:') ? attribute.slice(attribute.lastIndexOf(':') + 1) : attribute;
  return (sub === undefined ? local : `${local}.${sub}`).toLowerCase();
};

function valueOf(literal: string): string | boolean {
  if (!literal.startsWith('"')) return literal.toLowerCase() === 'true';
  try {
    return String(JSON.parse(literal));
  } catch (cause) {
    throw new ScimError('invalidFilter', 'A value in the filter is no JSON string.', { cause });
  }
}
