import type { Bytes } from './bytes.ts';
import { type CrlEntryInput, type CrlHead, encodeCrlEntry, encodeCrlHead, reasonOnlyExtensions } from './build-crl.ts';
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
    if (!isMany(batch)) appendEntry(writer, batch);
    else for (const entry of batch) appendEntry(writer, entry);
  };
  if (Symbol.asyncIterator in source) for await (const batch of source) write(batch);
  else for (const batch of source) write(batch);
}

const NOTHING = new Uint8Array(0);
/** RFC 5280 §4.1.2.2 allows no longer ones; with them an entry's length still takes one octet. */
const LONGEST_SERIAL = 20;

/** Nearly all entries have a serial number, a time and perhaps a reason: they are written without parts in between. */
function appendEntry(writer: Writer, entry: CrlEntryInput): void {
  const { serial, revokedAt, reason, invalidityDate, certificateIssuer } = entry;
  const isPlain =
    invalidityDate === undefined &&
    certificateIssuer === undefined &&
    serial.length > 0 &&
    serial.length <= LONGEST_SERIAL;
  if (!isPlain) return writer.append(encodeCrlEntry(entry));
  const extensions = reason === undefined || reason === 'unspecified' ? NOTHING : reasonOnlyExtensions(reason);
  writer.appendPlain(serial, der.time(revokedAt), extensions);
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

  /** SEQUENCE of an INTEGER from its magnitude, a time and what may follow; all of it below 128 octets. */
  appendPlain(serial: Uint8Array, time: Bytes, extensions: Bytes): void {
    let from = 0;
    while (from < serial.length - 1 && serial[from] === 0) from++;
    const sign = (serial[from] ?? 0) >> 7; // one octet more keeps it positive (X.690 §8.3)
    const length = serial.length - from + sign;
    const content = 2 + length + time.length + extensions.length;
    if (this.at + 2 + content > this.#buffer.length) this.#grow(this.at + 2 + content);
    const to = this.#buffer;
    let at = this.at;
    to[at++] = TAG.sequence;
    to[at++] = content;
    to[at++] = TAG.integer;
    to[at++] = length;
    if (sign === 1) to[at++] = 0;
    for (let i = from; i < serial.length; i++) to[at++] = serial[i] ?? 0;
    for (let i = 0; i < time.length; i++) to[at++] = time[i] ?? 0;
    for (let i = 0; i < extensions.length; i++) to[at++] = extensions[i] ?? 0;
    this.at = at;
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
