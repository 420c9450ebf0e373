import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Http, HttpResponse } from '@lanyard/wallet/core';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_OCTETS = 4 << 20;

/**
 * `Http` of Node, which unlike `fetch` takes authorities of its own: the demo's root, or a company's.
 * @param ca PEM; absent: those that Node trusts
 */
export function nodeHttp(ca?: string): Http {
  return ({ method, url, headers, body }) =>
    new Promise<HttpResponse>((resolve, reject) => {
      const send = url.startsWith('https:') ? requestHttps : requestHttp;
      const content = body === undefined ? undefined : Buffer.from(body);
      const length = content === undefined ? {} : { 'Content-Length': String(content.length) };
      const options = {
        method,
        headers: { ...headers, ...length },
        timeout: TIMEOUT_MS,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      };
      const outgoing = send(url, ca === undefined ? options : { ...options, ca }, (incoming) => {
        const parts: Buffer[] = [];
        let octets = 0;
        incoming.on('data', (part: Buffer) => {
          octets += part.length;
          if (octets > MAX_ANSWER_OCTETS)
            incoming.destroy(new Error(`the answer is longer than ${MAX_ANSWER_OCTETS} octets`));
          else parts.push(part);
        });
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve(answerOf(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(parts).toString('utf8'))),
        );
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('the server did not answer in time')));
      outgoing.on('error', reject);
      outgoing.end(content);
    });
}

function answerOf(status: number, headers: NodeJS.Dict<string | string[]>, body: string): HttpResponse {
  return {
    status,
    body,
    header: (name) => {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
    },
  };
}
