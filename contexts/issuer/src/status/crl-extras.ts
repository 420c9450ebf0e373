import {
  type Bytes,
  crlExt,
  type CrlEntry,
  type CrlEntryInput,
  type CrlHead,
  type Extension,
  fromHex,
  parseCrl,
  type Signer,
  streamCrl,
} from '@lanyard/pki';

/** A list published beside the full one, under its number and from its entries. */
export interface CrlExtra {
  /** `delta`, or the number of a partition. */
  readonly name: string;
  readonly der: Bytes;
}

export interface DeltaInput {
  /** Number of the full CRL that the delta adds to: any later one will do as well (RFC 5280 §5.2.4). */
  readonly base: number;
  readonly changedSince: Date;
  readonly resumed: readonly { readonly serial: string; readonly resumed_at: Date }[];
}

/** What changed since an older full CRL (RFC 5280 §5.2.4). It is no substitute for the full list, which is always there. */
export async function deltaOf(full: Bytes, head: CrlHead, signer: Signer, input: DeltaInput): Promise<CrlExtra> {
  const since = Math.floor(input.changedSince.getTime() / 1_000) * 1_000;
  function* entries(): Generator<CrlEntryInput, void, undefined> {
    for (const entry of parseCrl(full).entries()) if (entry.revokedAt.getTime() >= since) yield again(entry);
    for (const { serial, resumed_at: revokedAt } of input.resumed)
      yield { serial: fromHex(serial), revokedAt, reason: 'removeFromCRL' };
  }
  const der = await streamCrl(withExtension(head, crlExt.deltaCrlIndicator(input.base)), entries(), signer);
  return { name: 'delta', der };
}

/** The full list cut into pieces by serial number, each naming itself in a critical IDP (RFC 5280 §5.2.5). */
export async function partitionsOf(
  full: Bytes,
  head: CrlHead,
  signer: Signer,
  { count, url }: { readonly count: number; readonly url: string },
): Promise<CrlExtra[]> {
  const crl = parseCrl(full);
  const extras: CrlExtra[] = [];
  for (let part = 0; part < count; part++) {
    const names = [{ kind: 'uri', value: `${url}/${part}.crl` }] as const;
    function* entries(): Generator<CrlEntryInput, void, undefined> {
      for (const entry of crl.entries()) if (partitionOf(entry.serialBytes, count) === part) yield again(entry);
    }
    const der = await streamCrl(withExtension(head, crlExt.issuingDistributionPoint({ names })), entries(), signer);
    extras.push({ name: String(part), der });
  }
  return extras;
}

/** By the last two octets of the serial number, which are random. */
export function partitionOf(serial: Uint8Array, count: number): number {
  return (((serial.at(-2) ?? 0) << 8) | (serial.at(-1) ?? 0)) % count;
}

const withExtension = (head: CrlHead, extension: Extension): CrlHead => ({
  ...head,
  extensions: [...head.extensions, extension],
});

const again = ({ serialBytes: serial, revokedAt, reason, invalidityDate }: CrlEntry): CrlEntryInput => ({
  serial,
  revokedAt,
  ...(reason === undefined ? {} : { reason }),
  ...(invalidityDate === undefined ? {} : { invalidityDate }),
});
