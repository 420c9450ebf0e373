import type { Bytes } from './bytes.ts';
import { type CrlEntryInput, type CrlHead, encodeCrlEntry, encodeCrlHead } from './build-crl.ts';
import { MAX_CRL_OCTETS } from './crl.ts';
import { TAG } from './der-tags.ts';
import { der, derHeader } from './der-write.ts';
import { PkiError } from './errors.ts';
import type { Signer } from './ports.ts';
import { encodeSignatureAlgorithm } from './signature-algorithm.ts';

type Batch = CrlEntryInput | readonly CrlEntryInput[];
export type CrlEntrySource = Iterable<Batch> | AsyncIterable<Batch>;

/** An entry with a serial number of 20 octets and a reason takes 53 octets. */
const OCTETS_PER_ENTRY = 56;
/** Three headers of six octets in front of everything. */
const MAX_HEADERS = 18;

/**
 * Makes a CRL of very many entries, taken one by one or in batches from a source such as a database cursor. Only the
 * finished octets are held: entries are written into the buffer that becomes the CRL, its front filled in at the end.
 * @param expectedEntries a guess that saves growing the buffer
 */
export async function streamCrl(
  head: CrlHead,
  entries: CrlEntrySource,
  signer: Signer,
  expectedEntries = 1000,
): Promise<Bytes> {
  const { before, after } = encodeCrlHead(head, signer.algorithm);
  const front = MAX_HEADERS + before.reduce((sum, part) => sum + part.length, 0);
  const writer = new Writer(front, expectedEntries * OCTETS_PER_ENTRY);
  await writeEntries(writer, entries);
  const end = writer.at;
  for (const part of after) writer.append(part);

  // From the entries backwards: their header, what stands before them, the header of all that is signed.
  if (end > front) writer.prepend(derHeader(TAG.sequence, end - front));
  for (const part of before.toReversed()) writer.prepend(part);
  writer.prepend(derHeader(TAG.sequence, writer.length));

  const signature = await signer.sign(writer.octets());
  writer.append(encodeSignatureAlgorithm(signer.algorithm));
  writer.append(der.bitString(signature));
  writer.prepend(derHeader(TAG.sequence, writer.length));
  return writer.octets();
}

async function writeEntries(writer: Writer, source: CrlEntrySource): Promise<void> {
  const write = (batch: Batch): void => {
    for (const entry of isMany(batch) ? batch : [batch]) writer.append(encodeCrlEntry(entry));
  };
  if (Symbol.asyncIterator in source) for await (const batch of source) write(batch);
  else for (const batch of source) write(batch);
}

const isMany = (batch: Batch): batch is readonly CrlEntryInput[] => Array.isArray(batch);

/** Octets that grow at both ends: in front into room left free, behind by doubling. */
class Writer {
  #buffer: Bytes;
  #start: number;
  at: number;

  constructor(front: number, expected: number) {
    this.#buffer = new Uint8Array(front + expected + 4096);
    this.#start = front;
    this.at = front;
  }

  get length(): number {
    return this.at - this.#start;
  }

  octets(): Bytes {
    return this.#buffer.subarray(this.#start, this.at);
  }

  prepend(part: Bytes): void {
    this.#start -= part.length;
    this.#buffer.set(part, this.#start);
  }

  append(part: Bytes): void {
    if (this.at + part.length > this.#buffer.length) this.#grow(this.at + part.length);
    this.#buffer.set(part, this.at);
    this.at += part.length;
  }

  #grow(atLeast: number): void {
    if (atLeast > MAX_CRL_OCTETS) throw new PkiError('crl_too_long', `a CRL above ${MAX_CRL_OCTETS} octets`);
    this.#buffer = new Uint8Array(this.#buffer.buffer.transfer(Math.max(atLeast, this.#buffer.length * 2)));
  }
}
