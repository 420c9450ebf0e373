import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import { days } from '@lanyard/kernel';
import {
  buildOcspResponse,
  type Bytes,
  type Certificate,
  crlExt,
  equalBytes,
  ext,
  type Extension,
  keyIdentifierOf,
  type Name,
  nameFrom,
  ocspResponderKeyHash,
  parseCertificate,
  parseOcspRequest,
  signCertificate,
  signCrl,
  type Signer,
  toPem,
} from '@lanyard/pki';

/** Tests run at this moment, unless they move the clock. */
export const NOW = new Date('2026-11-22T12:00:00Z');

/** A certificate with its private key, as a browser would hold them. */
export interface Pair {
  readonly certificate: Certificate;
  readonly certPem: string;
  readonly keyPem: string;
  readonly pkcs8: Bytes;
}

let lastSerial = 0x1000;
const nextSerial = (): Bytes => {
  const serial = ++lastSerial;
  return new Uint8Array([0x5a, serial >> 8, serial & 255]);
};

export const name = (commonName: string): Name =>
  nameFrom([
    { type: 'C', value: 'US' },
    { type: 'O', value: 'Test Agency' },
    { type: 'CN', value: commonName },
  ]);

export interface Spec {
  readonly subject: Name;
  readonly extensions: readonly Extension[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly mangle?: (der: Bytes) => Bytes;
}

export interface AuthoritySpec {
  readonly pathLength?: number;
  /** Left out of basic constraints to make an authority that is none. */
  readonly ca?: boolean;
  readonly keyUsage?: Parameters<typeof ext.keyUsage>[0];
  readonly extensions?: readonly Extension[];
}

/** A certification authority for tests, with a CRL that a test can edit. */
export class TestAuthority {
  readonly revoked: { serial: Bytes; reason: 'keyCompromise' | 'certificateHold' }[] = [];
  /** False: the CRL cannot be had. */
  reachable = true;
  crlNumber = 1;
  readonly pair: Pair;
  readonly crlUrl: string;
  readonly #signer: Signer;

  private constructor(pair: Pair, signer: Signer, crlUrl: string) {
    this.pair = pair;
    this.#signer = signer;
    this.crlUrl = crlUrl;
  }

  static async create(
    commonName: string,
    crlUrl: string,
    above: TestAuthority | null,
    spec: AuthoritySpec = {},
  ): Promise<TestAuthority> {
    const { pkcs8, spki } = generateKeyPair('ec-p256');
    const signer = softwareSigner(pkcs8);
    const extensions = [
      ext.basicConstraints({
        ca: spec.ca ?? true,
        ...(spec.pathLength === undefined ? {} : { pathLength: spec.pathLength }),
      }),
      ext.keyUsage(spec.keyUsage ?? ['keyCertSign', 'cRLSign']),
      ext.subjectKeyIdentifier(await keyIdentifierOf(spki, nodeDigest)),
      ...(spec.extensions ?? []),
    ];
    const subject = name(commonName);
    const made = {
      subject,
      extensions,
      notBefore: new Date(NOW.getTime() - days(900)),
      notAfter: new Date(NOW.getTime() + days(900)),
    };
    const pair =
      above === null
        ? await certify({ subject, signer, spki, crlUrl: null }, made, spki, pkcs8)
        : await above.certifyKey(made, spki, pkcs8);
    return new TestAuthority(pair, signer, crlUrl);
  }

  get ocspUrl(): string {
    return this.crlUrl.replace('.crl', '/ocsp');
  }

  get certificate(): Certificate {
    return this.pair.certificate;
  }

  async issue(spec: Spec): Promise<Pair> {
    const { pkcs8, spki } = generateKeyPair('ec-p256');
    return this.certifyKey(spec, spki, pkcs8);
  }

  certifyKey(spec: Spec, spki: Bytes, pkcs8: Bytes): Promise<Pair> {
    return certify(
      { subject: this.certificate.subject, signer: this.#signer, spki: this.certificate.spki, crlUrl: this.crlUrl },
      spec,
      spki,
      pkcs8,
    );
  }

  /** Answers an OCSP request itself, without a delegated responder. */
  async ocsp(request: Bytes, now: Date): Promise<Bytes> {
    const answers = parseOcspRequest(request).certIds.map((certId) => {
      const entry = this.revoked.find(({ serial }) => equalBytes(serial, certId.serialBytes));
      const status = entry
        ? ({ state: 'revoked', revokedAt: now, reason: entry.reason } as const)
        : ({ state: 'good' } as const);
      return { certId, status, thisUpdate: now, nextUpdate: new Date(now.getTime() + days(1)) };
    });
    const responderKeyHash = await ocspResponderKeyHash(this.certificate.spki, nodeDigest);
    return buildOcspResponse({ answers, producedAt: now, responderKeyHash }, this.#signer, this.certificate.der);
  }

  async crl(now: Date): Promise<Bytes> {
    const times = { thisUpdate: new Date(now.getTime() - 60_000), nextUpdate: new Date(now.getTime() + days(1)) };
    const entries = this.revoked.map(({ serial, reason }) => ({ serial, reason, revokedAt: times.thisUpdate }));
    const keyIdentifier = await keyIdentifierOf(this.certificate.spki, nodeDigest);
    const extensions = [crlExt.authorityKeyIdentifier(keyIdentifier), crlExt.crlNumber(this.crlNumber++)];
    return signCrl({ issuer: this.certificate.subject, ...times, extensions, entries }, this.#signer);
  }
}

interface IssuerSide {
  readonly subject: Name;
  readonly signer: Signer;
  readonly spki: Bytes;
  readonly crlUrl: string | null;
}

async function certify(issuer: IssuerSide, spec: Spec, spki: Bytes, pkcs8: Bytes): Promise<Pair> {
  const extensions = [
    ext.authorityKeyIdentifier(await keyIdentifierOf(issuer.spki, nodeDigest)),
    ...(issuer.crlUrl === null ? [] : [ext.crlDistributionPoints([issuer.crlUrl])]),
    ...spec.extensions,
  ];
  const notBefore = spec.notBefore ?? new Date(NOW.getTime() - days(30));
  const notAfter = spec.notAfter ?? new Date(NOW.getTime() + days(365));
  const template = {
    serial: nextSerial(),
    issuer: issuer.subject,
    subject: spec.subject,
    notBefore,
    notAfter,
    spki,
    extensions,
  };
  const whole = await signCertificate(template, issuer.signer);
  const der = spec.mangle?.(whole) ?? whole;
  return {
    certificate: parseCertificate(der),
    certPem: toPem('CERTIFICATE', der),
    keyPem: toPem('PRIVATE KEY', pkcs8),
    pkcs8,
  };
}
