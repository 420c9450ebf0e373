import type { KeyUsage } from '../extension-usage.ts';
import type { GeneralName } from '../general-name.ts';
import type { SignatureAlgorithm } from '../ports.ts';

export type KeyKind = 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'ec-p256' | 'ec-p384';
/** `uuid` is a URI of the form `urn:uuid:…`, `uri` any other. */
export type AlternativeNameKind = 'uuid' | GeneralName['kind'];

/** A profile as a declaration that can be held against a worksheet line by line. What it does not allow is refused. */
export interface CertificateRules {
  /** Name of the profile, for people. */
  readonly name: string;
  /** The worksheet, such as `FPKI Common Profiles v2.2 worksheet 10`. */
  readonly clause: string;
  readonly ca: boolean;
  /** Exactly these bits; by kind of key where they differ. Always critical. */
  readonly keyUsage: readonly KeyUsage[] | { readonly rsa: readonly KeyUsage[]; readonly ec: readonly KeyUsage[] };
  /** Absent: the extension must not occur. */
  readonly extendedKeyUsage?: {
    readonly required: readonly string[];
    readonly optional?: readonly string[];
    /** Refused even where others are allowed. */
    readonly prohibited?: readonly string[];
    /** Whether purposes named nowhere here may occur. Default: refused. */
    readonly others?: 'allowed' | 'refused';
    readonly critical?: boolean;
  };
  /** Absent: the extension must not occur. */
  readonly policies?: {
    /** At least one of these; empty: any. */
    readonly oneOf: readonly string[];
    readonly others: 'allowed' | 'refused';
  };
  /** Absent: the extension must not occur. */
  readonly subjectAltName?: {
    readonly required: readonly AlternativeNameKind[];
    readonly optional: readonly AlternativeNameKind[];
  };
  readonly keys: readonly KeyKind[];
  readonly signatureAlgorithms?: readonly SignatureAlgorithm[];
  readonly maxValidityDays: number;
  /** Identifiers of all extensions that must or may occur. Any other is refused. */
  readonly extensions: {
    readonly required: readonly string[];
    readonly optional: readonly string[];
    /** Those that may be critical besides keyUsage and basicConstraints. */
    readonly critical?: readonly string[];
  };
  /** What authorityInfoAccess must hold. */
  readonly authorityInfoAccess?: { readonly caIssuers: boolean; readonly ocsp: boolean | 'absent' };
}
