import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import {
  homeView,
  requestSecrets,
  requestView,
  sessionView,
  type HomeView,
  type RequestSecrets,
  type RequestView,
  type SessionView,
} from '@lanyard/contract';

/** What the portal answered: a problem is data for the test, not a throw. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A card holder at a desktop, without a browser: the same requests, the card's certificate in a real TLS handshake. */
export class CardHolder {
  readonly #portal: string;
  readonly #cookies: Map<string, string>;
  #session: SessionView | undefined;

  constructor(portal: string, cookies = new Map<string, string>()) {
    this.#portal = portal;
    this.#cookies = cookies;
  }

  /** @param cardFile PKCS#12, its first entry being the PIV Authentication certificate */
  async signIn(cardFile: string, password = 'demo'): Promise<SessionView> {
    return this.openSession(await this.ticketFor(await this.startSignIn(), cardFile, password));
  }

  /** @returns where the card is to be shown */
  async startSignIn(): Promise<string> {
    const { url } = (await this.#call('POST', '/api/sign-in')).body as { url: string };
    return url;
  }

  /** Shows the card. @returns the ticket that the card host gave for the way back */
  async ticketFor(url: string, cardFile: string, password = 'demo'): Promise<string> {
    const shown = await showCard(url, readFileSync(cardFile), password);
    const ticket = new URL(shown.location ?? 'about:blank').hash.replace('#ticket=', '');
    if (shown.status === 303 && ticket !== '') return ticket;
    throw new Error(
      `the card was refused (${shown.status}): ${shown.text
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, 400)}`,
    );
  }

  async openSession(ticket: string): Promise<SessionView> {
    this.#session = sessionView.parse(expectOk(await this.#call('POST', '/api/session', { ticket })));
    return this.#session;
  }

  /** The same browser at another server's address: its cookies go along, since ports do not divide them. */
  at(portal: string): CardHolder {
    const there = new CardHolder(portal, this.#cookies);
    there.#session = this.#session;
    return there;
  }

  async home(): Promise<HomeView> {
    return homeView.parse((await this.#call('GET', '/api/me')).body);
  }

  async request(input: { name?: string; withRegistration?: boolean } = {}): Promise<RequestSecrets> {
    return requestSecrets.parse(expectOk(await this.#call('POST', '/api/me/requests', input)));
  }

  async progress(id: string): Promise<RequestView> {
    return requestView.parse(expectOk(await this.#call('GET', `/api/me/requests/${id}`)));
  }

  post(path: string, body?: object): Promise<Answer> {
    return this.#call('POST', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.#call('DELETE', path);
  }

  get(path: string): Promise<Answer> {
    return this.#call('GET', path);
  }

  /** A call of the admin interface. @param version that a change is made on */
  send(method: string, path: string, body?: object, version?: number): Promise<Answer> {
    return this.#call(method, path, body, version === undefined ? {} : { 'if-match': `"${version}"` });
  }

  async #call(
    method: string,
    path: string,
    body?: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#portal}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.#portal,
        cookie: [...this.#cookies].map(([k, v]) => `${k}=${v}`).join('; '),
        ...(this.#session && method !== 'GET' ? { 'x-csrf-token': this.#session.csrfToken } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...more,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const set of response.headers.getSetCookie()) this.#keep(set);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  #keep(set: string): void {
    const [pair = ''] = set.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (value === '' || /max-age=0/i.test(set)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function expectOk({ status, body }: Answer): unknown {
  if (status >= 400) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** The TLS handshake with a card, and what the card host answered. */
export function showCard(
  url: string,
  pfx: Buffer | undefined,
  passphrase = 'demo',
  headers: Record<string, string> = {},
): Promise<{ status: number; location: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, {
      ...(pfx ? { pfx, passphrase } : {}),
      rejectUnauthorized: false,
      agent: false,
      headers,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (d: Buffer) => (text += d.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
      );
    });
    request.end();
  });
}
