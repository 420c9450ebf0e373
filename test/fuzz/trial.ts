import { PkiError } from '@lanyard/pki';
import type { Decoder } from './decoders.ts';

/** Milliseconds that no input of a few thousand octets may take, with room for a loaded machine. */
export const SLOW = 500;
const REPEATS = 3;

/**
 * What is wrong with how a decoder takes an input; undefined where it reads it or refuses it as it should.
 * @param slow milliseconds that are too many
 */
export async function flawOf(decoder: Decoder, octets: Uint8Array, slow = SLOW): Promise<string | undefined> {
  const first = await attempt(decoder, octets);
  if (first.flaw !== undefined) return first.flaw;
  let fastest = first.milliseconds;
  // Other programs run, too: only what is slow every time is slow.
  for (let i = 1; i < REPEATS && fastest > slow; i++) {
    fastest = Math.min(fastest, (await attempt(decoder, octets)).milliseconds);
  }
  return fastest > slow ? `took ${Math.round(fastest)} ms` : undefined;
}

async function attempt(decoder: Decoder, octets: Uint8Array): Promise<{ milliseconds: number; flaw?: string }> {
  const begin = performance.now();
  try {
    const answer = decoder.read(octets);
    if (answer instanceof Promise) await answer;
  } catch (error) {
    if (!(error instanceof PkiError)) return { milliseconds: 0, flaw: String(error) };
  }
  return { milliseconds: performance.now() - begin };
}
