import type { Bytes } from '../bytes.ts';
import { signCertificate } from '../build-certificate.ts';
import { crlExt, type CrlEntryInput, signCrl } from '../build-crl.ts';
import { ext } from '../build-extension.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { type Crl, parseCrl } from '../crl.ts';
import type { Extension } from '../extension.ts';
import type { KeyUsage } from '../extension-usage.ts';
import { type Name, nameFrom } from '../name.ts';
import type { Signer, Verifier } from '../ports.ts';
import { subtle } from '../web/subtle.ts';
import { webDigest } from '../web/web-random.ts';
import { webSigner } from '../web/web-signer.ts';
import { webVerifier } from '../web/web-verifier.ts';
import { anchorFrom, buildAndValidatePath } from './build-and-validate-path.ts';
import type { PathInput, PathPorts, PathResult } from './types.ts';

/** The moment at which everything made here is valid, unless it says otherwise. */
export const noon = new Date('2026-06-01T12:00:00Z');
export const daysFrom = (days: number, from = noon): Date => new Date(from.getTime() + days * 86_400_000);

/** A certificate and the key it is about. */
export interface Holder {
  readonly certificate: Certificate;
  readonly signer: Signer;
}

export interface CertificateWishes {
  readonly name: string | Name;
  /** Absent: it signs itself. */
  readonly by?: Holder;
  /** The key to certify; a new one otherwise. */
  readonly signer?: Signer;
  readonly issuerName?: Name;
  /** A number: an authority with that path length. */
  readonly ca?: boolean | number;
  /** Null: no extension. */
  readonly keyUsage?: readonly KeyUsage[] | null;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly extensions?: readonly Extension[];
  readonly serial?: number;
}

export const named = (commonName: string): Name =>
  nameFrom([
    { type: 'O', value: 'Lanyard Test' },
    { type: 'CN', value: commonName },
  ]);

export async function newSigner(): Promise<Signer> {
  const pair = await subtle().generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return webSigner(pair, 'ecdsa-p256-sha256');
}

let lastSerial = 100;

export function serialBytes(serial: number): Bytes {
  return Uint8Array.of(serial >> 16, (serial >> 8) & 0xff, serial & 0xff);
}

/** Makes a certificate; whatever is not wished for is as it should be. */
export async function certify(wishes: CertificateWishes): Promise<Holder> {
  const signer = wishes.signer ?? (await newSigner());
  const subject = typeof wishes.name === 'string' ? named(wishes.name) : wishes.name;
  const ca = wishes.ca ?? false;
  const keyUsage = wishes.keyUsage === undefined ? usual(ca !== false) : wishes.keyUsage;
  const extensions = [
    ...(ca === false ? [] : [ext.basicConstraints(ca === true ? { ca: true } : { ca: true, pathLength: ca })]),
    ...(keyUsage === null ? [] : [ext.keyUsage(keyUsage)]),
    ...(wishes.extensions ?? []),
  ];
  const template = {
    serial: serialBytes(wishes.serial ?? ++lastSerial),
    issuer: wishes.issuerName ?? wishes.by?.certificate.subject ?? subject,
    subject,
    notBefore: wishes.notBefore ?? daysFrom(-30),
    notAfter: wishes.notAfter ?? daysFrom(30),
    spki: signer.spki,
    extensions,
  };
  return { certificate: parseCertificate(await signCertificate(template, wishes.by?.signer ?? signer)), signer };
}

function usual(ca: boolean): readonly KeyUsage[] {
  return ca ? ['keyCertSign', 'cRLSign'] : ['digitalSignature'];
}

/** A copy whose signature has one bit turned over. */
export function tampered({ certificate, signer }: Holder): Holder {
  const der = certificate.der.slice();
  const last = der.length - 1;
  der[last] = (der[last] ?? 0) ^ 1;
  return { certificate: parseCertificate(der), signer };
}

export interface CrlWishes {
  readonly by: Holder;
  readonly revoked?: readonly (Omit<CrlEntryInput, 'serial' | 'revokedAt'> & { readonly holder: Holder })[];
  readonly number?: number;
  readonly extensions?: readonly Extension[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
}

export async function revocationList(wishes: CrlWishes): Promise<Crl> {
  const entries = (wishes.revoked ?? []).map(({ holder, ...rest }) => ({
    serial: holder.certificate.serialBytes,
    revokedAt: daysFrom(-2),
    ...rest,
  }));
  const template = {
    issuer: wishes.by.certificate.subject,
    thisUpdate: wishes.thisUpdate ?? daysFrom(-1),
    nextUpdate: wishes.nextUpdate ?? daysFrom(1),
    extensions: [crlExt.crlNumber(wishes.number ?? 1), ...(wishes.extensions ?? [])],
    entries,
  };
  return parseCrl(await signCrl(template, wishes.by.signer));
}

export const ports: PathPorts = { verifier: webVerifier, digest: webDigest };

/** Ports whose public-key operations are counted. */
export function countingPorts(): { readonly ports: PathPorts; readonly count: () => number } {
  let calls = 0;
  const verifier: Verifier = {
    verify(...args) {
      calls++;
      return webVerifier.verify(...args);
    },
  };
  return { ports: { verifier, digest: webDigest }, count: () => calls };
}

/** Validates a leaf under a root, without status unless asked for. */
export function judge(
  root: Holder,
  intermediates: readonly Holder[],
  leaf: Holder,
  more: Partial<PathInput> = {},
  by = ports,
): Promise<PathResult> {
  const input: PathInput = {
    certificate: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [anchorFrom(root.certificate)],
    at: noon,
    revocation: { mode: 'off' },
    ...more,
  };
  return buildAndValidatePath(input, by);
}

/** The code of a refusal and the place of what was refused, or `accepted`. */
export function verdict(result: PathResult): string {
  return result.accepted ? 'accepted' : `${result.refusal.code} ${result.refusal.index}`;
}
