import { type Bytes, toBase64 } from '@lanyard/pki';
import type { AuthorityBook } from './authority-book.ts';

/**
 * What a client has to know that enrols at an authority: the authorities of its line, newest first, and what is above
 * them, each once. A certificate may come from the successor, and one that is renewed from the one before.
 */
export async function lineCertificates(book: Pick<AuthorityBook, 'lineOf'>, id: string): Promise<readonly Bytes[]> {
  const line = await book.lineOf(id);
  const all = [...line.map(({ certificate }) => certificate.der), ...line.flatMap(({ chain }) => chain)];
  return [...new Map(all.map((der) => [toBase64(der), der])).values()];
}
