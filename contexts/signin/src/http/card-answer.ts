import type { ErrorCode } from '@lanyard/contract';
import { httpStatus, type LanyardError } from '@lanyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CertificateFacts } from '../card/describe-certificate.ts';
import { cardPage } from '../pages/card-page.ts';
import { cardPagePolicy } from '../pages/card-style.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';

/** On every answer of the card host: it names people and their cards, and its TLS session must not be used again. */
const headers = {
  connection: 'close',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': cardPagePolicy,
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** The browser goes back to the portal; the ticket is in the fragment, which no server and no log sees. */
export function sendTicket(reply: FastifyReply, portalOrigin: string, ticket: string): FastifyReply {
  return reply.headers(headers).redirect(`${portalOrigin}/signed-in#ticket=${ticket}`, 303);
}

/** A refusal as a page of its own. */
export function sendRefusal(
  ports: SigninPorts,
  config: SigninConfig,
  request: FastifyRequest,
  reply: FastifyReply,
  error: LanyardError,
): FastifyReply {
  const text = cardPage({
    organisation: config.organisation,
    code: error.code,
    certificate: error.details.certificate as CertificateFacts | undefined, // sound: signInWithCard alone sets it
    kind: error.details.kind,
    correlationId: request.id,
    at: ports.clock.now(),
    anotherUrl: anotherUrl(config, request),
    portalUrl: portalUrlOf(config),
  });
  return reply.code(httpStatus(error.code)).headers(headers).type('text/html; charset=utf-8').send(text);
}

/** A whole HTTP answer, for a connection that never became a request. */
export function rawRefusal(ports: SigninPorts, config: SigninConfig, code: ErrorCode, correlationId: string): string {
  const text = cardPage({
    organisation: config.organisation,
    code,
    correlationId,
    at: ports.clock.now(),
    anotherUrl: null,
    portalUrl: portalUrlOf(config),
  });
  const all = {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-correlation-id': correlationId,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${httpStatus(code)} ${code}\r\n${lines.join('')}\r\n${text}`;
}

const portalUrlOf = ({ portalOrigins }: SigninConfig): string => `${portalOrigins[0] ?? ''}/`;

/** Browsers remember a choice by host and port, so the next try goes to the next address. */
function anotherUrl({ cardHosts }: SigninConfig, request: FastifyRequest): string | null {
  const id = attemptIdOf(request);
  if (id === null) return null;
  const here = cardHosts.findIndex((host) => URL.parse(host)?.host === request.host);
  const next = cardHosts[(here + 1) % cardHosts.length];
  return next === undefined ? null : `${next}/card/${id}`;
}

/** @returns null for an address that no portal page gave */
export function attemptIdOf(request: FastifyRequest): string | null {
  const path = request.url.split('?')[0] ?? '';
  return /^\/card\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(path)?.[1] ?? null;
}
