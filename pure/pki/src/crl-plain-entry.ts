/** Header, identifier and value of a reasonCode as the only extension of an entry, up to the reason itself. */
const ONLY_REASON = [0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01];

/**
 * Checks the entry at an offset when it has the shape of nearly all: a serial number, UTCTime, at most a reason. It is
 * the decoder's rules once more, without making an object, for lists of a million.
 * @returns the entry's length in octets; 0 for one of another shape, which says nothing against it
 */
export function plainEntryAt(octets: Uint8Array, at: number): number {
  const length = octets[at + 1] ?? 0x80;
  const end = at + 2 + length;
  const serial = octets[at + 3] ?? 0;
  const time = at + 4 + serial;
  const rest = time + 15;
  if (octets[at] !== 0x30 || length >= 0x80 || end > octets.length || rest > end) return 0;
  if (octets[at + 2] !== 0x02 || !isShortest(octets, at + 4, serial) || !isUtcTime(octets, time)) return 0;
  if (rest === end) return end - at;
  return end - rest === ONLY_REASON.length + 1 && isReason(octets, rest) ? end - at : 0;
}

function isShortest(octets: Uint8Array, at: number, length: number): boolean {
  const [first, second] = [octets[at] ?? 0, octets[at + 1] ?? 0];
  if (length < 2) return length === 1;
  return !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** Days above 28 are left to the decoder, which knows the months. */
function isUtcTime(octets: Uint8Array, at: number): boolean {
  if (octets[at] !== 0x17 || octets[at + 1] !== 13 || octets[at + 14] !== 0x5a) return false;
  const pair = (index: number): number => pairAt(octets, at + 2 + 2 * index);
  const [month, day] = [pair(1), pair(2)];
  return (
    pair(0) < 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && pair(3) < 24 && pair(4) < 60 && pair(5) < 60
  );
}

/** Two digits as a number; above 99 where one is no digit. */
function pairAt(octets: Uint8Array, at: number): number {
  const tens = (octets[at] ?? 0) - 0x30;
  const units = (octets[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : 1000;
}

function isReason(octets: Uint8Array, at: number): boolean {
  for (let i = 0; i < ONLY_REASON.length; i++) if (octets[at + i] !== ONLY_REASON[i]) return false;
  const reason = octets[at + ONLY_REASON.length] ?? 7;
  return reason <= 10 && reason !== 7;
}
