import { viewOf } from '@lanyard/pki';
import { timed } from './measure.ts';

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** GET DATA of the Card Capability Container: one command, one answer. */
export const GET_DATA = viewOf(Buffer.from('00cb3fff055c035fc10700', 'hex'));

/** The clock's time of each of many, after a tenth of them to warm up. */
export async function each(times: number, work: () => Promise<unknown>): Promise<Latency> {
  for (let n = 0; n < times / 10; n++) await work();
  const taken: number[] = [];
  for (let n = 0; n < times; n++) taken.push((await timed(work)).milliseconds);
  taken.sort((a, b) => a - b);
  const at = (part: number): number => taken[Math.min(taken.length - 1, Math.floor(part * taken.length))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
