import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lanyard } from '../e2e/support/lanyard.ts';

/** Milliseconds of processor time used so far. */
export type Meter = () => number;

const TICK = 10; // milliseconds; the kernel tells processor time in hundredths of a second (proc(5), sysconf _SC_CLK_TCK)

/** @returns 0 for a process that has ended */
export function processorTimeOf(pid: number): number {
  const fields = statOf(pid);
  return fields === null ? 0 : (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Of a server and of the PostgreSQL in its data folder: what an answer really costs, however busy the machine is. */
export function serverMeter(on: Lanyard): Meter {
  const postmaster = Number.parseInt(readFileSync(join(on.data, 'pg', 'postmaster.pid'), 'utf8'), 10);
  const backends = new Map<number, number>();
  return () => {
    for (const pid of childrenOf(postmaster)) backends.set(pid, processorTimeOf(pid));
    return [...backends.values()].reduce((sum, used) => sum + used, processorTimeOf(on.pid() ?? 0));
  };
}

const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statOf(pid)?.[1]) === parent);

/** The fields of /proc/PID/stat after the name, which may hold anything. */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return null;
  }
}
