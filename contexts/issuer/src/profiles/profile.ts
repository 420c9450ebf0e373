import type { KeyType } from '@lanyard/contract';
import type { GeneralName, KeyUsage } from '@lanyard/pki';
import type { ProfileName } from '../types.ts';

/** Whether a name may, must or must not stand in subjectAltName. */
type Presence = 'required' | 'optional' | 'none';

/** What a certificate of one kind says: read it against the worksheet that `source` names. */
export interface Profile {
  readonly name: ProfileName;
  /** Worksheet of the FPKI Common Profiles v2.2, or the RFC, that it follows. */
  readonly source: string;
  readonly keyTypes: readonly KeyType[];
  readonly keyUsage: { readonly ec: readonly KeyUsage[]; readonly rsa: readonly KeyUsage[] };
  /** Dotted identifiers; empty: the extension is absent. */
  readonly extendedKeyUsage: readonly string[];
  readonly extendedKeyUsageCritical: boolean;
  readonly names: {
    /** `own`: a fresh UUID for each certificate (FPKI CP §3.1.1.2); `given`: the card's, from the caller. */
    readonly uuid: 'own' | 'given' | 'none';
    readonly upn: Presence;
    readonly email: Presence;
    /** Kinds that the caller may add. */
    readonly further: readonly GeneralName['kind'][];
    /** Kinds of which at least one must be there. */
    readonly furtherRequired: readonly GeneralName['kind'][];
  };
  readonly ca: { readonly pathLength: number | undefined } | null;
  /** Days of validity at the most. */
  readonly maxDays: number;
  /** Where relying parties learn the status: `none` for a root, `no-check` for a responder (RFC 6960 §4.2.2.2.1). */
  readonly status: 'crl-and-ocsp' | 'no-check' | 'none';
  /** A subscriber's key is certified once; an authority's may be again. */
  readonly keyOnce: boolean;
}
