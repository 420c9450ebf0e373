/** Octets over an ordinary buffer, so that the types of browsers and of Node agree. */
export type Bytes = Uint8Array<ArrayBuffer>;
export type MaybePromise<T> = T | Promise<T>;

// The two globals of text that browsers and Node share; the project compiles without their libraries on purpose.
declare const TextEncoder: new () => { encode(text: string): Bytes };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(octets: Uint8Array): string };

const SHORT = 128;

const encoder = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8Encode(text: string): Bytes {
  // As for decoding: most text here is short and ASCII.
  if (text.length >= SHORT) return encoder.encode(text);
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encoder.encode(text);
    octets[i] = unit;
  }
  return octets;
}

/** Decodes UTF-8; undefined for octets that are not UTF-8. */
export function utf8Decode(octets: Uint8Array): string | undefined {
  // Names are short and mostly ASCII: the call into the platform's decoder costs more than reading them here.
  if (octets.length < SHORT && isAscii(octets)) return latin1Decode(octets);
  try {
    return strictUtf8.decode(octets);
  } catch {
    return undefined;
  }
}

export function isAscii(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) if ((octets[i] ?? 0) >= 0x80) return false;
  return true;
}

/** One character for each octet, for octets already known to be ASCII or Latin-1. */
export function latin1Decode(octets: Uint8Array): string {
  // One call makes one string; the engine takes any list of numbers, whatever the type says.
  if (octets.length < SHORT) return String.fromCharCode.apply(undefined, octets as unknown as number[]);
  let text = '';
  for (let i = 0; i < octets.length; i++) text += String.fromCharCode(octets[i] ?? 0);
  return text;
}

/** The same octets as exactly a Uint8Array, whatever subclass (Buffer) came in. */
export function viewOf(octets: Uint8Array): Bytes {
  const { buffer } = octets;
  if (!(buffer instanceof ArrayBuffer)) return new Uint8Array(octets);
  if (octets.constructor === Uint8Array) return octets as Bytes;
  return new Uint8Array(buffer, octets.byteOffset, octets.byteLength);
}

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Compares public octets. It is not constant in time: never use it on secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Compares two secrets of equal public length without telling where they differ. */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** The order of octet strings that DER asks for inside a SET OF (X.690 §11.6). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
