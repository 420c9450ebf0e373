import { createHash, randomBytes } from 'node:crypto';
import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import type { KeyType } from '@lanyard/contract';
import { LanyardError, type Clock } from '@lanyard/kernel';
import { ext, type Bytes, nameFrom, parseCertificate, signCertificate, type Name, type Signer } from '@lanyard/pki';
import type { CertificateOrder, IssuedCertificate, IssuerPort } from '../ports.ts';

type Escrowed = IssuedCertificate & { readonly pkcs8: Bytes };

/** An authority that keeps its promises to the credentials context, and remembers what it was asked for. */
export class TestAuthority implements IssuerPort {
  readonly #signer: Signer = softwareSigner(generateKeyPair('ec-p256').pkcs8);
  readonly #name: Name = nameFrom([{ type: 'CN', value: 'Test authority' }]);
  readonly #clock: Clock;
  readonly orders: CertificateOrder[] = [];
  readonly issued = new Map<string, IssuedCertificate & { readonly order: CertificateOrder }>();
  readonly #keys = new Map<string, Bytes>();
  /** `credentialId` or SHA-256 → why. */
  readonly revoked = new Map<string, string>();
  readonly held = new Set<string>();
  /** Thrown in place of the next certificate. */
  failing: LanyardError | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async card(subject: Name, upn: string, notAfter: Date): Promise<Bytes> {
    const extensions = [ext.subjectAltName([{ kind: 'upn', value: upn }])];
    return this.#sign(subject, generateKeyPair('ec-p256').spki, notAfter, extensions);
  }

  async issue(order: CertificateOrder & { readonly spki: Bytes }): Promise<IssuedCertificate> {
    this.orders.push(order);
    const known = this.issued.get(order.reference);
    if (known !== undefined) {
      if (!Buffer.from(parseCertificate(known.certificate).spki).equals(order.spki)) throw new LanyardError('conflict');
      return known;
    }
    if (this.failing !== undefined) throw this.failing;
    const made = describe(
      await this.#sign(order.subject, order.spki, order.notAfter, [ext.keyUsage(['digitalSignature'])]),
    );
    this.issued.set(order.reference, { ...made, order });
    return made;
  }

  async issueWithEscrow(order: CertificateOrder, keyType: KeyType): Promise<Escrowed> {
    const known = this.issued.get(order.reference);
    const kept = this.#keys.get(order.reference);
    if (known !== undefined && kept !== undefined) return { ...known, pkcs8: new Uint8Array(kept) };
    if (known !== undefined) throw new LanyardError('conflict');
    const { pkcs8, spki } = generateKeyPair(keyType);
    this.#keys.set(order.reference, new Uint8Array(pkcs8));
    return { ...(await this.issue({ ...order, spki })), pkcs8 };
  }

  async keyDelivered(_tx: unknown, reference: string): Promise<void> {
    this.#keys.delete(reference);
  }

  keepsKeyOf(reference: string): boolean {
    return this.#keys.has(reference);
  }

  async revoke(
    _tx: unknown,
    target: ({ credentialId: string } | { sha256: string }) & { reason: string },
  ): Promise<void> {
    this.revoked.set('sha256' in target ? target.sha256 : target.credentialId, target.reason);
  }

  async suspend(_tx: unknown, target: { credentialId: string } | { sha256: string }): Promise<void> {
    if ('credentialId' in target) this.held.add(target.credentialId);
  }

  async resume(_tx: unknown, target: { credentialId: string } | { sha256: string }): Promise<void> {
    if ('credentialId' in target) this.held.delete(target.credentialId);
  }

  async #sign(
    subject: Name,
    spki: Bytes,
    notAfter: Date,
    extensions: Parameters<typeof signCertificate>[0]['extensions'],
  ): Promise<Bytes> {
    const serial = new Uint8Array(randomBytes(8));
    serial[0] = 1;
    return signCertificate(
      { serial, issuer: this.#name, subject, notBefore: this.#clock.now(), notAfter, spki, extensions },
      this.#signer,
    );
  }
}

function describe(certificate: Bytes): IssuedCertificate {
  const { serial, notBefore, notAfter } = parseCertificate(certificate);
  return {
    certificate,
    chain: [],
    serial,
    sha256: createHash('sha256').update(certificate).digest('hex'),
    notBefore,
    notAfter,
  };
}
