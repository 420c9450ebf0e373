import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { Pair } from './authority.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: () => unknown;
}

const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: unknown;
  readonly card?: Pair | null;
  /** Certificates sent above the card's, PEM. */
  readonly above?: string;
  readonly tls?: RequestOptions;
}

/** One request as a desktop browser makes it; a fresh TLS connection each time. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, card, above = '', tls = {} }: Asked = {},
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const sent = {
    'user-agent': DESKTOP,
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  const options: RequestOptions = { method, headers: sent, agent: false };
  const identity = card ? { cert: card.certPem + above, key: card.keyPem } : {};
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? httpsRequest(url, { ...options, rejectUnauthorized: false, ...identity, ...tls })
      : httpRequest(url, options);
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const whole = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: whole,
          json: () => JSON.parse(whole) as unknown,
        });
      });
    });
    request.end(text);
  });
}

/** A browser's cookies for one portal. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #portal: string;
  csrfToken = '';

  constructor(portal: string) {
    this.#portal = portal;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  /** Puts a cookie back that the portal has taken away or replaced. */
  keep(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  async call(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = {
      origin: this.#portal,
      ...(cookie && { cookie }),
      ...(this.csrfToken && { 'x-csrf-token': this.csrfToken }),
    };
    const answer = await ask(this.#portal + path, { ...asked, method, headers: { ...own, ...asked.headers } });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.#take(line);
    return answer;
  }

  #take(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
