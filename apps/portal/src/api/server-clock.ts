/**
 * The clock of the server as this page knows it. A countdown on a computer whose clock is wrong would
 * otherwise promise time that the request does not have.
 */
let offsetMs = 0;

/** An offset below this is the one-second grain of the Date header (RFC 9110 §6.6.1) and the journey of the answer. */
const grainMs = 3_000;

/**
 * @param serverNow milliseconds since 1970 at the server
 * @param clientNow the same instant at this computer
 * @returns what to add to the computer's clock, in milliseconds
 */
export function offsetOf(serverNow: number, clientNow: number): number {
  const offset = serverNow - clientNow;
  return Number.isFinite(offset) && Math.abs(offset) >= grainMs ? offset : 0;
}

/** Learns from the Date header of an answer that is not from a cache. */
export function noteServerDate(header: string | null): void {
  if (header !== null) offsetMs = offsetOf(Date.parse(header), Date.now());
}

export const serverNow = (): number => Date.now() + offsetMs;
