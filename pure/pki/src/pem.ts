import type { Bytes } from './bytes.ts';
import { PkiError } from './errors.ts';
import { fromBase64, toBase64 } from './text-encodings.ts';

const MAX_CHARACTERS = 16 << 20;
const MAX_BLOCKS = 4096;
const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----[ \t]*\r?\n([A-Za-z0-9+/=\r\n \t]*)-----END ([A-Z0-9 ]{1,64})-----/y;

/** Textual encoding of RFC 7468: 64 characters a line. */
export function toPem(label: string, octets: Uint8Array): string {
  const lines = toBase64(octets).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`;
}

/**
 * Every block of a text, those of one label when it is given. Explanatory text between blocks is passed over; a block
 * that begins and does not parse is refused, so that a damaged bundle never reads as a shorter one.
 * @throws PkiError `pem_invalid`
 */
export function fromPem(text: string, label?: string): Bytes[] {
  if (text.length > MAX_CHARACTERS) throw new PkiError('pem_invalid', 'the text is too long', MAX_CHARACTERS);
  const blocks: Bytes[] = [];
  for (let at = text.indexOf('-----BEGIN '); at >= 0; at = text.indexOf('-----BEGIN ', BLOCK.lastIndex)) {
    BLOCK.lastIndex = at;
    const match = BLOCK.exec(text);
    if (match === null || match[1] !== match[3]) throw new PkiError('pem_invalid', 'a block is damaged', at);
    if (blocks.length >= MAX_BLOCKS) throw new PkiError('pem_invalid', `more than ${MAX_BLOCKS} blocks`, at);
    if (label === undefined || match[1] === label) blocks.push(decodeBody(match[2] ?? '', at));
  }
  return blocks;
}

function decodeBody(body: string, at: number): Bytes {
  try {
    return fromBase64(body.replace(/[\r\n \t]/g, ''));
  } catch (error) {
    if (error instanceof PkiError) throw new PkiError('pem_invalid', error.reason, at);
    throw error;
  }
}
