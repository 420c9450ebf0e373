// Validating a path of three certificates, each with its CRL, against raw verification.
import { createPublicKey, randomBytes, sign, verify, generateKeyPairSync } from 'node:crypto';
import { generateKeyPair, nodeDigest, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import {
  anchorFrom,
  buildAndValidatePath,
  crlExt,
  createValidationCache,
  ext,
  keyIdentifierOf,
  nameFrom,
  parseCertificate,
  parseCrl,
  signCertificate,
  signCrl,
  type Certificate,
  type Crl,
} from '@lanyard/pki';
import { figure, perCoreSecond, type Row } from './figure.ts';
import { compare, type BenchRun } from './measure.ts';

const SECTION = 'Path validation';
const AT = new Date('2026-11-22T12:00:00Z');
const [FROM, UNTIL] = [new Date('2026-01-01T00:00:00Z'), new Date('2036-01-01T00:00:00Z')];

export async function benchPath(run: BenchRun): Promise<Row[]> {
  const { leaf, intermediates, root, crls } = await makeChain();
  const validate = async (cache?: ReturnType<typeof createValidationCache>) => {
    const outcome = await buildAndValidatePath(
      { certificate: leaf, intermediates, anchors: [anchorFrom(root)], at: AT, revocation: { mode: 'require', crls } },
      { verifier: nodeVerifier, digest: nodeDigest, ...(cache === undefined ? {} : { cache }) },
    );
    if (!outcome.accepted) throw new Error(`the path is refused: ${outcome.refusal.code}`);
    return outcome;
  };
  const { signatures } = (await validate()).spent;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const message = randomBytes(600);
  const [publicKey, signature] = [createPublicKey(privateKey), sign('sha256', message, privateKey)];
  const cache = createValidationCache();
  const found = await compare(
    {
      plain: () => validate(),
      remembered: () => validate(cache),
      verified: () => verify('sha256', message, publicKey, signature),
    },
    run,
  );
  const limit = {
    name: `raw verification, ${signatures} signatures a path`,
    values: found.verified.map((rate) => rate / signatures),
  };
  return [
    figure(SECTION, {
      name: 'depth 3, certificates and CRLs parsed',
      unit: perCoreSecond,
      values: found.plain,
      limit,
      aim: 0.5,
    }),
    figure(SECTION, {
      name: 'the same, signatures seen before remembered',
      unit: perCoreSecond,
      values: found.remembered,
    }),
  ];
}

interface Node {
  readonly certificate: Certificate;
  readonly crl: Crl | null;
  issue(cn: string, isAuthority: boolean): Promise<Node>;
}

async function makeChain(): Promise<{
  root: Certificate;
  intermediates: Certificate[];
  leaf: Certificate;
  crls: Crl[];
}> {
  const root = await makeNode('Root', true, null);
  const upper = await root.issue('Upper', true);
  const lower = await upper.issue('Lower', true);
  const leaf = await lower.issue('Leaf', false);
  return {
    root: root.certificate,
    intermediates: [upper.certificate, lower.certificate],
    leaf: leaf.certificate,
    crls: [root, upper, lower].flatMap(({ crl }) => (crl === null ? [] : [crl])),
  };
}

interface Above {
  readonly signer: ReturnType<typeof softwareSigner>;
  readonly name: ReturnType<typeof nameFrom>;
  readonly keyId: Awaited<ReturnType<typeof keyIdentifierOf>>;
}

async function makeNode(cn: string, isAuthority: boolean, above: Above | null): Promise<Node> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const [signer, name, keyId] = [
    softwareSigner(pkcs8),
    nameFrom([{ type: 'CN', value: cn }]),
    await keyIdentifierOf(spki, nodeDigest),
  ];
  const self: Above = { signer, name, keyId };
  const issuer = above ?? self;
  const extensions = [
    ext.subjectKeyIdentifier(keyId),
    ext.authorityKeyIdentifier(issuer.keyId),
    ...(isAuthority
      ? [ext.basicConstraints({ ca: true }), ext.keyUsage(['keyCertSign', 'cRLSign'])]
      : [ext.keyUsage(['digitalSignature'])]),
  ];
  const serial = randomBytes(16).map((b, i) => (i === 0 ? (b & 0x3f) | 0x40 : b));
  const der = await signCertificate(
    { serial, issuer: issuer.name, subject: name, notBefore: FROM, notAfter: UNTIL, spki, extensions },
    issuer.signer,
  );
  const head = {
    issuer: name,
    thisUpdate: FROM,
    nextUpdate: UNTIL,
    extensions: [crlExt.authorityKeyIdentifier(keyId), crlExt.crlNumber(1)],
  };
  const revoked = Array.from({ length: 100 }, () => ({
    serial: randomBytes(16).map((b, i) => (i === 0 ? (b & 0x3f) | 0x40 : b)),
    revokedAt: FROM,
  }));
  const crl = isAuthority ? parseCrl(await signCrl({ ...head, entries: revoked }, signer)) : null;
  return { certificate: parseCertificate(der), crl, issue: (below, authority) => makeNode(below, authority, self) };
}
