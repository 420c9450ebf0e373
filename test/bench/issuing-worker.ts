// A thread that issues for as many milliseconds as it is told, and says how many certificates that made.
import { parentPort } from 'node:worker_threads';
import { parseRequest } from '@lanyard/pki';
import { issue, makeAuthority, makeRequests } from './issuance.bench.ts';
import { inTurn } from './measure.ts';

const REQUESTS = 100;

const { authority } = await makeAuthority('ec-p256');
const next = inTurn((await makeRequests(REQUESTS)).map((der) => parseRequest(der).spki));

parentPort?.on('message', (milliseconds: number) => void count(milliseconds));

async function count(milliseconds: number): Promise<void> {
  const begin = performance.now();
  let done = 0;
  for (; performance.now() - begin < milliseconds; done++) await issue(authority, next());
  parentPort?.postMessage(done);
}
