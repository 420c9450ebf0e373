import type { PortalAuthenticationSetting } from '@lanyard/contract';
import type { Logger } from '@lanyard/kernel';
import { anchorFrom, type Certificate, fromPem, parseCertificate, toHex, type TrustAnchor } from '@lanyard/pki';
import { speaksFor } from './upn-suffix.ts';

/** One issuer that a setting trusts, and whom it may name. */
interface TrustedIssuer {
  readonly id: string;
  readonly anchor: TrustAnchor;
  readonly certificate: Certificate;
  readonly suffixes: readonly string[];
}

/** What one or several settings trust. */
export interface Trust {
  readonly issuers: readonly TrustedIssuer[];
  readonly intermediates: readonly Certificate[];
  /** Policies that mark a derived credential, whoever issued it. */
  readonly derivedPolicies: ReadonlySet<string>;
}

type SettingValue = { readonly value: PortalAuthenticationSetting };

/** What settings trust, read out of their PEM. One that cannot be read is logged and trusts nothing: the others go on. */
export function trustOf(settings: readonly SettingValue[], log: Logger): Trust {
  const values = settings.map(({ value }) => value);
  // A setting that closes the portal trusts nobody, whatever issuers it still names.
  const open = values.filter(({ type }) => type === 'Certificate');
  const read = (pem: string): Certificate[] => readPem(pem, log);
  return {
    issuers: open.flatMap(({ anchors }) =>
      anchors.flatMap(({ certificate: pem, upnSuffixes }) =>
        read(pem).map((certificate) => ({
          id: toHex(certificate.der),
          anchor: anchorFrom(certificate),
          certificate,
          suffixes: upnSuffixes,
        })),
      ),
    ),
    intermediates: values.flatMap(({ intermediates }) => intermediates.flatMap(read)),
    derivedPolicies: new Set(values.flatMap(({ derivedPolicies }) => derivedPolicies)),
  };
}

/** Once two issuers are trusted, in whatever settings, each must name the UPN suffixes that it speaks for. */
export const mustNameSuffixes = ({ issuers }: Trust): boolean => new Set(issuers.map(({ id }) => id)).size > 1;

/** Anchors that may name the holder of this User Principal Name. */
export function anchorsFor(upn: string, trust: Trust, suffixesNeeded: boolean): TrustAnchor[] {
  const speaking = trust.issuers.filter(({ suffixes }) =>
    suffixes.length === 0 ? !suffixesNeeded : speaksFor(upn, suffixes),
  );
  return distinctAnchors(speaking);
}

export const allAnchors = ({ issuers }: Trust): TrustAnchor[] => distinctAnchors(issuers);

/** Certificates for the list that the TLS handshake sends: roots and issuing authorities, each once. */
export function authoritiesOf({ issuers, intermediates }: Trust): Certificate[] {
  const all = [...issuers.map(({ certificate }) => certificate), ...intermediates];
  return [...new Map(all.map((certificate) => [toHex(certificate.der), certificate])).values()];
}

function distinctAnchors(issuers: readonly TrustedIssuer[]): TrustAnchor[] {
  return [...new Map(issuers.map(({ id, anchor }) => [id, anchor])).values()];
}

const MAX_REMEMBERED = 1_000;
const remembered = new Map<string, Certificate[]>();

/** Settings are read anew at every sign-in; their certificates are taken apart once. */
function readPem(pem: string, log: Logger): Certificate[] {
  const known = remembered.get(pem);
  if (known) return known;
  let certificates: Certificate[] = [];
  try {
    certificates = fromPem(pem, 'CERTIFICATE').map(parseCertificate);
  } catch (error) {
    log.warn({ err: error }, 'a trusted certificate of a portal authentication setting cannot be read');
  }
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(pem, certificates);
  return certificates;
}
