import { after, isUniqueViolation, LanyardError, minutes, type Tx } from '@lanyard/kernel';
import { type Bytes, equalBytes, parseCertificate, toHex } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import { insertSerial, rowOfReference } from '../pg/serials.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Profile } from '../profiles/index.ts';
import type { Holder } from '../types.ts';
import { closeIntents } from './close.ts';

/** An intent without its certificate counts as interrupted after this long. */
const LEASE = minutes(1);

export interface ReserveInput {
  readonly authority: SigningAuthority;
  readonly profile: Profile;
  readonly reference: string;
  readonly spki: Bytes;
  readonly notAfter: Date;
  readonly holder: Holder | null;
  readonly crlSeconds: number;
}

/** A number of the cycle's own, or the certificate that the reference already has. */
export type Reservation = { readonly id: string; readonly serial: string } | { readonly issued: Bytes };

type Needs = Pick<IssuerPorts, 'db' | 'clock' | 'random' | 'digest' | 'outbox'>;

/**
 * Puts a new serial number on record before anything contains it. What an earlier try of the reference left
 * unfinished is closed first; what it finished is answered again.
 * @throws LanyardError `conflict` (another key, or a twin of this call), `csr_key_reused`
 */
export async function reserveSerial(needs: Needs, input: ReserveInput): Promise<Reservation> {
  const { digest, random } = needs;
  const id = random.uuid();
  const serial = newSerial(random.bytes(16));
  const spkiSha256 = await digest.digest('sha256', input.spki);
  try {
    return await needs.db.tx(async (tx) => {
      const issued = await settleReference(tx, needs, input);
      if (issued) return { issued };
      const at = needs.clock.now();
      const { profile, holder } = input;
      const owner = {
        personId: holder?.personId ?? null,
        deviceId: holder?.deviceId ?? null,
        credentialId: holder?.credentialId ?? null,
      };
      const row = {
        id,
        serial,
        authorityId: input.authority.id,
        reference: input.reference,
        profile: profile.name,
        spkiSha256,
        keyOnce: profile.keyOnce,
      };
      await insertSerial(tx, { ...row, ...owner, notAfter: input.notAfter, at, leaseUntil: after(at, LEASE) });
      return { id, serial };
    });
  } catch (cause) {
    if (isUniqueViolation(cause, 'certificate_key')) throw new LanyardError('csr_key_reused', {}, { cause });
    if (isUniqueViolation(cause)) throw new LanyardError('conflict', {}, { cause });
    throw cause;
  }
}

async function settleReference(tx: Tx, { clock, outbox }: Needs, input: ReserveInput): Promise<Bytes | null> {
  const row = await rowOfReference(tx, input.reference);
  if (!row) return null;
  if (row.state !== 'issued' || !row.der) {
    await closeIntents(tx, outbox, { id: row.id }, 'tried again', { at: clock.now(), seconds: input.crlSeconds });
    return null;
  }
  const { der, spki } = parseCertificate(row.der);
  if (!equalBytes(spki, input.spki)) throw new LanyardError('conflict', { reference: input.reference });
  return der;
}

/** 16 octets, 126 of their bits random (CA/Browser Forum asks for 64), positive and never shortened. */
export function newSerial(octets: Bytes): string {
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return toHex(octets);
}
