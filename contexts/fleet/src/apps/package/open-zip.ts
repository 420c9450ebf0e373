import { LanyardError } from '@lanyard/kernel';
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { Readable } from 'node:stream';
import { callbackify } from 'node:util';

/** Octets that lie somewhere: in the database, or in a test's memory. */
export interface Source {
  readonly size: number;
  /** @param start octet of the first, @param end of the one after the last */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface ZipLimits {
  readonly entries: number;
  /** Octets of all files once unpacked. */
  readonly unpacked: number;
  /** Times that a file may grow when it is unpacked, beyond its first megabyte. */
  readonly ratio: number;
}

/** Far beyond any app that people install. */
export const zipLimits: ZipLimits = { entries: 100_000, unpacked: 4 * 1_024 ** 3, ratio: 1_100 };

/** Letters of all file names. */
const MOST_LETTERS = 16_000_000;

export interface OpenedZip {
  /** Names of files, as the package has them. */
  readonly names: readonly string[];
  /**
   * A file's content; null when there is none of this name.
   * @param limit octets; longer ones are refused
   */
  content(name: string, limit: number): Promise<Uint8Array | null>;
  close(): void;
}

const damaged = (why: string, cause?: unknown): LanyardError =>
  new LanyardError('app_package_damaged', { why }, cause === undefined ? undefined : { cause });
const unsafe = (why: string): LanyardError => new LanyardError('app_package_unsafe', { why });

/**
 * Reads the directory of a ZIP file, and nothing is unpacked before all of it was found to be harmless: names that lead
 * out of the package, the same name twice (one reader takes the first, another the last), files that grow without
 * measure, and more of them than any app has.
 * @throws LanyardError `app_package_wrong_type`, `app_package_damaged`, `app_package_unsafe`
 */
export async function openZip(source: Source, limits: ZipLimits = zipLimits): Promise<OpenedZip> {
  const head = await source.read(0, Math.min(4, source.size));
  if (head[0] !== 0x50 || head[1] !== 0x4b) throw new LanyardError('app_package_wrong_type');
  const zip = await openDirectory(source);
  const entries = await readEntries(zip, limits).catch((error: unknown) => {
    zip.close();
    throw error instanceof LanyardError ? error : refusalOf(error);
  });
  return {
    names: [...entries.keys()],
    content: async (name, limit) => {
      const entry = entries.get(name);
      return entry === undefined ? null : unpack(zip, entry, limit);
    },
    close: () => zip.close(),
  };
}

class SourceReader extends RandomAccessReader {
  readonly #source: Source;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  /** The directory is read in tens of thousands of small pieces: a stream for each would take the longest of all. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const read = callbackify(() => this.#source.read(position, position + length));
    read((error, bytes) => {
      if (error === null) buffer.set(bytes, offset);
      callback(error ?? (bytes.length === length ? null : new Error('unexpected EOF')));
    });
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(pieces(this.#source, start, end), { objectMode: false });
  }
}

const PIECE = 262_144;

async function* pieces(source: Source, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE) yield await source.read(at, Math.min(at + PIECE, end));
}

async function openDirectory(source: Source): Promise<ZipFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ZipFile>();
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
  fromRandomAccessReader(new SourceReader(source), source.size, options, (error, zip) =>
    error ? reject(error) : resolve(zip),
  );
  return promise.catch((error: unknown) => {
    throw refusalOf(error);
  });
}

/** The library names what leads out of the package; everything else that it refuses is damage. */
function refusalOf(error: unknown): LanyardError {
  const why = error instanceof Error ? error.message : 'unreadable';
  const tricks = /invalid relative path|absolute path|invalid characters in fileName/i.test(why);
  return tricks ? unsafe('a file name leads out of the package') : damaged(why, error);
}

function readEntries(zip: ZipFile, limits: ZipLimits): Promise<ReadonlyMap<string, Entry>> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Entry>>();
  if (zip.entryCount > limits.entries) return Promise.reject(unsafe(`it has ${zip.entryCount} files`));
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  let letters = 0;
  zip.on('error', reject);
  zip.on('end', () => resolve(entries));
  zip.on('entry', (entry: Entry) => {
    unpacked += entry.uncompressedSize;
    letters += entry.fileName.length;
    const why = letters > MOST_LETTERS ? 'its file names are without end' : faultOf(entry, entries, unpacked, limits);
    if (why !== null) return reject(unsafe(why));
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    zip.readEntry();
  });
  zip.readEntry();
  return promise;
}

function faultOf(entry: Entry, seen: ReadonlyMap<string, Entry>, unpacked: number, limits: ZipLimits): string | null {
  if (seen.has(entry.fileName)) return `the file ${entry.fileName} is in it twice`;
  if (unpacked > limits.unpacked) return 'it would fill the disk once unpacked';
  if (entry.uncompressedSize > 1_048_576 && entry.uncompressedSize > entry.compressedSize * limits.ratio)
    return `the file ${entry.fileName} grows beyond measure when it is unpacked`;
  return null;
}

async function unpack(zip: ZipFile, entry: Entry, limit: number): Promise<Uint8Array> {
  if (entry.uncompressedSize > limit) throw unsafe(`the file ${entry.fileName} is larger than one of its kind is`);
  if (entry.isEncrypted()) throw damaged(`the file ${entry.fileName} is encrypted`);
  const { promise, resolve, reject } = Promise.withResolvers<Readable>();
  zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of (await promise) as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > limit) throw unsafe(`the file ${entry.fileName} is larger than it says`);
      parts.push(part);
    }
    return new Uint8Array(Buffer.concat(parts));
  } catch (error) {
    throw error instanceof LanyardError ? error : damaged(error instanceof Error ? error.message : 'unreadable', error);
  }
}
