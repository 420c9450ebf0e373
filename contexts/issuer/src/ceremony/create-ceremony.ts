import { after, days } from '@lanyard/kernel';
import { type Bytes, crlExt, equalBytes, fromHex, keyIdentifierOf, parseCertificate, signCrl } from '@lanyard/pki';
import { certifiedSigner } from '../authority/certified-signer.ts';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { DraftRequest } from '../cycle/check-request.ts';
import { authorityPolicies } from '../cycle/extensions.ts';
import { prepareIssue } from '../cycle/prepare-issue.ts';
import { newSerial } from '../cycle/reserve.ts';
import { verifySigned } from '../cycle/verify-signed.ts';
import { type Profile, profileOf } from '../profiles/index.ts';
import type { Ceremony, CeremonyPorts, CeremonyRoot, OfflineSpec } from './types.ts';

/** A root that signs offline has no OCSP responder: its responder's certificate would have to be renewed every 120 days. */
const underOfflineRoot: Profile = { ...profileOf('issuing-ca'), status: 'crl' };

/**
 * What a key ceremony signs, without a database: the same checks, lint and comparison as in the issuance cycle, each
 * result verified. The record is the ceremony's transcript.
 * @param statusUrl public base of CRLs and CA certificates, plain http without a slash at the end
 */
export function createCeremony(ports: CeremonyPorts, { statusUrl }: { readonly statusUrl: string }): Ceremony {
  async function make(authority: SigningAuthority, request: DraftRequest): Promise<Bytes> {
    const { clock, random, digest, verifier } = ports;
    const serial = newSerial(random.bytes(16));
    const choice = { authority, statusUrl, digest, serial, uuid: random.uuid(), at: clock.now() };
    const certificate = await prepareIssue(request, choice);
    await verifySigned(certificate, authority.signer.spki, verifier);
    return certificate;
  }

  const requestFor = (profile: Profile, { subject, lifetimeDays }: OfflineSpec): Omit<DraftRequest, 'spki'> => ({
    profile,
    subject,
    notAfter: after(ports.clock.now(), days(lifetimeDays)),
    // A trust anchor's policies are not read (RFC 5280 §6.1.1 d).
    policies: profile.name === 'root' ? [] : authorityPolicies(),
  });

  return {
    async root(spec) {
      const { id, signer, subject: name } = spec;
      const keyId = await keyIdentifierOf(signer.spki, ports.digest);
      const bounds = { notBefore: new Date(0), notAfter: after(ports.clock.now(), days(spec.lifetimeDays)) };
      const self = { id, name, signer, keyId, ...bounds, policies: [], certificate: null, chain: [] };
      return await make(self, { ...requestFor(profileOf('root'), spec), spki: signer.spki });
    },
    issuing: (root, spec) => make(signingRoot(root), { ...requestFor(underOfflineRoot, spec), spki: spec.spki }),
    async crl(root, { number, validDays, revoked }) {
      const { name: issuer, signer, keyId } = signingRoot(root);
      const thisUpdate = ports.clock.now();
      const extensions = [crlExt.authorityKeyIdentifier(keyId), crlExt.crlNumber(number)];
      const entries = revoked.map(({ serial, at, reason }) => ({ serial: fromHex(serial), revokedAt: at, reason }));
      const times = { thisUpdate, nextUpdate: after(thisUpdate, days(validDays)) };
      return await signCrl({ issuer, ...times, extensions, entries }, signer);
    },
  };
}

function signingRoot({ id, certificate, signer }: CeremonyRoot): SigningAuthority {
  const parsed = parseCertificate(certificate);
  if (!equalBytes(parsed.spki, signer.spki)) throw new Error(`the key at hand is not that of the root "${id}"`);
  return certifiedSigner(id, parsed, signer, [parsed.der]);
}
