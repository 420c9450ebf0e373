import { createHttp, createLog, type Guard, type Http } from '@lanyard/kernel';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | undefined;
}

export interface Asked {
  readonly body?: unknown;
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The admin interface of a context over real HTTP, called by somebody who may do everything. */
export class AdminDesk implements AsyncDisposable {
  /** Who calls. */
  personId = '00000000-0000-4000-8000-000000000001';
  readonly #app: Http;
  readonly #origin: string;

  private constructor(app: Http, origin: string) {
    this.#app = app;
    this.#origin = origin;
  }

  static async open(routes: (app: Http) => void): Promise<AdminDesk> {
    const desk: { current?: AdminDesk } = {};
    const guard: Guard = async () => ({
      kind: 'session',
      sessionId: '00000000-0000-4000-8000-00000000000a',
      personId: desk.current?.personId ?? '',
      signedInBy: 'primary',
      primary: true,
      fresh: true,
      roles: ['administrator'],
      spaces: null,
    });
    const app = await createHttp({ log: createLog('silent'), guard, ratePerMinute: 100_000 });
    routes(app);
    desk.current = new AdminDesk(app, await app.listen({ port: 0, host: '127.0.0.1' }));
    return desk.current;
  }

  async call<T = Record<string, unknown>>(method: string, path: string, asked: Asked = {}): Promise<Answer<T>> {
    const headers: Record<string, string> = { ...asked.headers };
    if (asked.body !== undefined) headers['content-type'] = 'application/json';
    if (asked.version !== undefined) headers['if-match'] = `"${asked.version}"`;
    const response = await fetch(`${this.#origin}/api/admin${path}`, {
      method,
      headers,
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as T; // sound: the test names what it expects, and asserts on it
    return { status: response.status, body, etag: response.headers.get('etag') ?? undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app.close();
  }
}
