import type { Bytes } from '@lanyard/pki';
import { type CrlHeadRow, type CrlKey, crlHeadOf, crlPiece } from '../pg/crls.ts';
import type { IssuerPorts } from '../ports.ts';
import type { PublishedCrl } from '../types.ts';

const PIECE = 4 << 20;
/** A list that is replaced while it is read is read again; so many times in a row nobody publishes. */
const TRIES = 5;

/** @returns the list in force; null before the first. @param name `delta` or the number of a partition; the full list when absent */
export type CrlReader = (authorityId: string, name?: string) => Promise<PublishedCrl | null>;

/**
 * Reads published CRLs. Each process keeps the octets of those in force: a request costs a row without them. They
 * are fetched in pieces, so that a list of a million entries stands in memory once.
 */
export function crlReader({ db }: Pick<IssuerPorts, 'db'>): CrlReader {
  const kept = new Map<string, { readonly etag: string; readonly der: Promise<Bytes | null> }>();

  async function octetsOf(key: CrlKey, head: CrlHeadRow): Promise<Bytes | null> {
    const place = `${key.authorityId} ${key.name}`;
    const known = kept.get(place);
    if (known?.etag === head.etag) return await known.der;
    const der = fetchOctets(key, head);
    kept.set(place, { etag: head.etag, der });
    const octets = await der.catch((error: unknown) => {
      kept.delete(place);
      throw error;
    });
    if (octets === null) kept.delete(place);
    return octets;
  }

  async function fetchOctets(key: CrlKey, { number, octets }: CrlHeadRow): Promise<Bytes | null> {
    const whole = new Uint8Array(octets);
    for (let at = 0; at < octets; at += PIECE) {
      const piece = await crlPiece(db.pool, key, number, { at, length: PIECE });
      if (piece === null) return null;
      whole.set(piece, at);
    }
    return whole;
  }

  return async (authorityId, name = 'full') => {
    const key = { authorityId, name };
    for (let tries = 0; tries < TRIES; tries++) {
      const head = await crlHeadOf(db.pool, key);
      if (head === null) return null;
      const der = await octetsOf(key, head);
      const { number, etag, this_update: thisUpdate, next_update: nextUpdate } = head;
      if (der !== null) return { der, number, etag, thisUpdate, nextUpdate };
    }
    throw new Error(`the CRL of ${authorityId} changed ${TRIES} times while it was read`);
  };
}
