import type { BrowserContext, Request, Response } from 'playwright-core';

/** What went over the wire between browsers and servers, as the browsers tell it. */
export interface Wire {
  readonly requests: readonly Request[];
  readonly responses: readonly Response[];
}

export function recordWire(...contexts: readonly BrowserContext[]): Wire {
  const requests: Request[] = [];
  const responses: Response[] = [];
  for (const context of contexts) {
    context.on('request', (request) => requests.push(request));
    context.on('response', (response) => responses.push(response));
  }
  return { requests, responses };
}

/** A recorded call, to be sent once more by somebody else. */
export interface RecordedCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function callOf(request: Request): Promise<RecordedCall> {
  const headers = await request.allHeaders();
  const kept = ['dpop', 'authorization', 'idempotency-key', 'content-type'];
  return {
    url: request.url(),
    method: request.method(),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name))),
    body: request.postData() ?? '',
  };
}

export interface Outcome {
  readonly status: number;
  readonly code: unknown;
  readonly text: string;
}

/** Sends a call as it was recorded, but for what is changed. */
export async function sendAgain(call: RecordedCall, change: Partial<RecordedCall> = {}): Promise<Outcome> {
  const { url, method, headers, body } = { ...call, ...change };
  const response = await fetch(url, { method, headers, ...(body === '' ? {} : { body }) });
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, code: (parsed as { code?: unknown }).code, text };
}
