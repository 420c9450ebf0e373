import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below where systems take ports for outgoing connections from, one of which may come between choosing and listening. */
const LEAST = 10_000;
const LIMIT = 32_000;

/**
 * Ports that were free a moment ago: addresses stand in certificates, so they must be known before the server starts.
 * Chosen at random, so that suites that run beside each other hardly choose the same.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(LEAST, LIMIT);
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
