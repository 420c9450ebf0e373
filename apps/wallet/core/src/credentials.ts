import type { CredentialState, Purpose } from '@lanyard/contract';
import { fromBase64, nameToString, parseCertificate, toHex } from '@lanyard/pki';
import { hasEnded, loadCredentials, type StoredCredential, type StoredKey } from './credential-record.ts';
import { sha256 } from './dpop.ts';
import type { Clock, Storage } from './ports.ts';

/** A credential as people see it. */
export interface CredentialDetails {
  readonly id: string;
  readonly name: string;
  readonly provider: StoredCredential['provider'];
  readonly state: CredentialState;
  readonly stateReason: string | undefined;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** Whole days until it expires; negative once it has. */
  readonly daysLeft: number;
  readonly certificates: readonly CertificateDetails[];
}

export interface CertificateDetails {
  readonly purpose: Purpose;
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly sha256: string;
  /** `P-256`, `RSA 2048` … */
  readonly key: string;
  /** DER, base64. */
  readonly der: string;
  readonly chain: readonly string[];
}

const DAY_MS = 86_400_000;

/** Everything that this wallet holds, the newest first. It needs no open vault: certificates are public. */
export async function listCredentials(storage: Storage, clock: Clock): Promise<readonly CredentialDetails[]> {
  return Promise.all((await loadCredentials(storage)).map((credential) => detailsOf(credential, clock())));
}

async function detailsOf(credential: StoredCredential, now: number): Promise<CredentialDetails> {
  const expiresAt = new Date(credential.expiresAt);
  const expired = expiresAt.getTime() <= now && !hasEnded(credential.state);
  return {
    id: credential.id,
    name: credential.name,
    provider: credential.provider,
    state: expired ? 'expired' : credential.state,
    stateReason: credential.stateReason,
    issuedAt: new Date(credential.issuedAt),
    expiresAt,
    daysLeft: Math.floor((expiresAt.getTime() - now) / DAY_MS),
    certificates: await Promise.all(credential.keys.map(certificateOf)),
  };
}

async function certificateOf({ purpose, certificate, chain }: StoredKey): Promise<CertificateDetails> {
  const parsed = parseCertificate(fromBase64(certificate));
  const { publicKey } = parsed;
  return {
    purpose,
    serial: parsed.serial.replace(/^(00)+(?=.)/, ''),
    subject: nameToString(parsed.subject),
    issuer: nameToString(parsed.issuer),
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
    sha256: toHex(await sha256(parsed.der)),
    key: publicKey.kind === 'ec' ? publicKey.curve : `${publicKey.kind.toUpperCase()} ${publicKey.bits}`,
    der: certificate,
    chain,
  };
}
