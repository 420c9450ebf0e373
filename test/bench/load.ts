import { Agent, request } from 'node:http';
import type { Meter } from './processor-time.ts';

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface Got {
  readonly status: number;
  readonly body: Buffer;
  header(name: string): string | null;
}

export type Send = (sent: Sent) => Promise<Got>;

/** Addresses of the loopback network that calls seem to come from: the server limits each, as it should. */
const ADDRESSES = 128;

/** An HTTP client of as many clients. @param keepAlive false: a connection a call, as with servers that close it */
export function manyClients({ keepAlive = true } = {}): { send: Send; close(): void } {
  const agents = Array.from(
    { length: ADDRESSES },
    (_, i) => new Agent({ keepAlive, localAddress: `127.0.9.${i + 1}` }),
  );
  let next = 0;
  return {
    send: (sent) => exchange(sent, agents[next++ % ADDRESSES]),
    close: () => agents.forEach((agent) => agent.destroy()),
  };
}

function exchange({ method, url, headers = {}, body }: Sent, agent: Agent | undefined): Promise<Got> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(
      url,
      { method, agent, headers: { ...headers, ...length }, timeout: 20_000 },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            body: Buffer.concat(parts),
            header: (name) => [incoming.headers[name.toLowerCase()]].flat()[0] ?? null,
          }),
        );
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${url} did not answer in time`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export interface Throughput {
  /** How often a second, a figure a round. */
  readonly rates: number[];
  /** How often a second of the server's processor time. */
  readonly perCore: number[];
}

/** Does work from several hands at once for a while. @param meter of what does the work at the other end */
export async function throughput(
  work: () => Promise<unknown>,
  { hands, rounds, seconds, meter }: { hands: number; rounds: number; seconds: number; meter: Meter },
): Promise<Throughput> {
  const found: Throughput = { rates: [], perCore: [] };
  for (let round = -1; round < rounds; round++) {
    const [begin, used] = [performance.now(), meter()];
    const end = begin + seconds * (round < 0 ? 300 : 1_000); // the first warms up
    let done = 0;
    const hand = async (): Promise<void> => {
      for (; performance.now() < end; done++) await work();
    };
    await Promise.all(Array.from({ length: hands }, hand));
    if (round < 0) continue;
    found.rates.push((done * 1_000) / (performance.now() - begin));
    found.perCore.push((done * 1_000) / (meter() - used));
  }
  return found;
}
