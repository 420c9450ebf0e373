import { type Bytes, fromBase64, fromPem, PkiError } from '@lanyard/pki';

/** No certificate, nor chain of eight, is longer in base64. */
const MAX_HEADER = 200_000;
const MAX_CHAIN = 8;

/**
 * The value of Client-Cert or Client-Cert-Chain (RFC 9440 §2): byte sequences of structured fields, `:base64:`,
 * separated by commas.
 * @returns DER of each; empty when the header is absent
 * @throws PkiError
 */
export function readClientCertHeader(value: string | undefined): Bytes[] {
  if (value === undefined) return [];
  const items = bounded(value).split(',');
  if (items.length > MAX_CHAIN) throw new PkiError('header_invalid', `more than ${MAX_CHAIN} certificates`);
  return items.map((item) => {
    const sequence = /^[ \t]*:([A-Za-z0-9+/]+=*):[ \t]*$/.exec(item)?.[1];
    if (sequence === undefined) throw new PkiError('header_invalid', 'not a byte sequence of RFC 9651 §3.3.5');
    return fromBase64(sequence);
  });
}

/**
 * nginx's `$ssl_client_escaped_cert`: one PEM certificate, percent-encoded. Empty when the browser sent none.
 * @throws PkiError
 */
export function readEscapedPem(value: string | undefined): Bytes[] {
  if (value === undefined || value === '') return [];
  try {
    return fromPem(decodeURIComponent(bounded(value)), 'CERTIFICATE').slice(0, 1);
  } catch (error) {
    if (error instanceof URIError) throw new PkiError('header_invalid', 'not percent-encoded');
    throw error;
  }
}

function bounded(value: string): string {
  if (value.length > MAX_HEADER) throw new PkiError('header_invalid', 'the header is too long');
  return value;
}
