import type { Clock, RandomSource } from '@lanyard/kernel';
import type { Bytes, Digest, Name, RevocationReason, Signer, Verifier } from '@lanyard/pki';

export interface CeremonyPorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly digest: Digest;
  readonly verifier: Verifier;
}

export interface OfflineSpec {
  readonly subject: Name;
  /** At most 20 years for a root, 10 for an issuing authority (FPKI CP §6.3.2). */
  readonly lifetimeDays: number;
}

/** A root with its key at hand. */
export interface CeremonyRoot {
  /** Its id in the installation, which is part of the addresses in certificates under it. */
  readonly id: string;
  readonly certificate: Bytes;
  readonly signer: Signer;
}

export interface RevokedSerial {
  /** Hexadecimal, as `Certificate.serial` of pki has it. */
  readonly serial: string;
  readonly at: Date;
  readonly reason: RevocationReason;
}

export interface Ceremony {
  /** @returns DER of a self-signed certificate */
  root(spec: OfflineSpec & { readonly id: string; readonly signer: Signer }): Promise<Bytes>;
  /** @returns DER of an issuing authority's certificate under the root */
  issuing(root: CeremonyRoot, spec: OfflineSpec & { readonly spki: Bytes }): Promise<Bytes>;
  /** @returns DER of the root's full CRL */
  crl(
    root: CeremonyRoot,
    spec: { readonly number: number; readonly validDays: number; readonly revoked: readonly RevokedSerial[] },
  ): Promise<Bytes>;
}
