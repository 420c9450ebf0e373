import { LanyardError } from '@lanyard/kernel';
import { fromBase64, MAX_REQUEST_OCTETS, PkiError, toBase64 } from '@lanyard/pki';
import type { GeneratedKey } from '../est/server-keygen.ts';
import type { EstCredentials } from '../est/est-service.ts';

/** Base64 of the largest request, its line breaks counted. */
export const MAX_EST_BODY = MAX_REQUEST_OCTETS * 2;

/**
 * RFC 8951 §3.1: bodies are base64 whatever Content-Transfer-Encoding says; line breaks may stand anywhere.
 * @throws LanyardError `csr_malformed`
 */
export function readEstBody(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string')
    throw new LanyardError('csr_malformed', { reason: 'expected application/pkcs10 in base64' });
  try {
    return fromBase64(body.replace(/[\r\n\t ]+/g, ''));
  } catch (cause) {
    if (cause instanceof PkiError) throw new LanyardError('csr_malformed', { reason: 'it is not base64' }, { cause });
    throw cause;
  }
}

/** RFC 4648 §4 on one line, as RFC 8951 §3.1 has it: not every client takes line breaks out. */
export const estBase64 = toBase64;

/** User name and password of RFC 7617; undefined where the header is absent or no Basic. */
export function readBasic(header: string | undefined): EstCredentials | undefined {
  const token = /^Basic +([A-Za-z0-9+/=]{1,512})$/i.exec(header ?? '')?.[1];
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** RFC 7030 §4.4.2: the key in one part, its certificate in the other. */
export function multipart({ key, form, certificate }: GeneratedKey, boundary: string): string {
  const part = (type: string, octets: Uint8Array): string =>
    `--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${estBase64(octets)}\r\n`;
  return `${part(KEY_TYPES[form], key)}${part(CERTS_ONLY, certificate)}--${boundary}--\r\n`;
}

const KEY_TYPES = {
  pkcs8: 'application/pkcs8',
  enveloped: 'application/pkcs7-mime; smime-type=server-generated-key',
} as const;

export const CERTS_ONLY = 'application/pkcs7-mime; smime-type=certs-only';
