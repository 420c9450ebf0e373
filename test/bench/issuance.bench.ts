// Issuing without a database: from a verified request to the compared certificate, against raw signing.
import { createPrivateKey, randomBytes, randomUUID, sign, verify, createPublicKey } from 'node:crypto';
import { generateKeyPair, nodeDigest, nodeVerifier, softwareSigner, type KeyPairKind } from '@lanyard/crypto';
import { buildRequest, type Bytes, keyIdentifierOf, nameFrom, parseRequest, verifyRequest } from '@lanyard/pki';
import type { SigningAuthority } from '../../contexts/issuer/src/authority/signing-authority.ts';
import { prepareIssue } from '../../contexts/issuer/src/cycle/prepare-issue.ts';
import { profileOf } from '../../contexts/issuer/src/profiles/index.ts';
import { figure, perCoreSecond, type Row } from './figure.ts';
import { compare, inTurn, type BenchRun } from './measure.ts';

const SECTION = 'Issuing in process';
const NAME = nameFrom([
  { type: 'C', value: 'US' },
  { type: 'O', value: 'Bench Agency' },
  { type: 'CN', value: 'Ada Vega' },
]);
/** More than any cache of keys holds: in life each request brings a new one. */
const REQUESTS = 600;

const KINDS = [
  { kind: 'ec-p256', hash: 'sha256', aim: 0.5 },
  { kind: 'ec-p384', hash: 'sha384', aim: 0.9 },
  { kind: 'rsa-3072', hash: 'sha256', aim: 0.9 },
] as const satisfies { kind: KeyPairKind; hash: string; aim: number }[];

export async function benchIssuance(run: BenchRun): Promise<Row[]> {
  const requests = await makeRequests(run.quick ? 50 : REQUESTS);
  const rows: Row[] = [];
  for (const { kind, hash, aim } of KINDS) {
    const { authority, key } = await makeAuthority(kind);
    const next = inTurn(requests.map((der) => parseRequest(der).spki));
    const octets = await tbsLength(authority, next());
    const { issued, signed } = await compare(
      { issued: () => issue(authority, next()), signed: () => sign(hash, octets, key) },
      run,
    );
    rows.push(
      figure(SECTION, {
        name: `${kind}, verified request to compared certificate`,
        unit: perCoreSecond,
        values: issued,
        limit: { name: 'raw signing', values: signed },
        aim,
      }),
    );
  }
  return [...rows, await withPossession(run, requests)];
}

/** What a certificate costs when the request's own signature is checked too. */
async function withPossession(run: BenchRun, requests: readonly Bytes[]): Promise<Row> {
  const { authority, key } = await makeAuthority('ec-p256');
  const next = inTurn(requests);
  const message = randomBytes(600);
  const [publicKey, signature] = [createPublicKey(key), sign('sha256', message, key)];
  const found = await compare(
    {
      issued: async () => {
        const request = parseRequest(next());
        if (!(await verifyRequest(request, nodeVerifier))) throw new Error('a request that was good is refused');
        await issue(authority, request.spki);
      },
      signed: () => sign('sha256', message, key),
      verified: () => verify('sha256', message, publicKey, signature),
    },
    run,
  );
  const both = found.signed.map((rate, i) => 1 / (1 / rate + 1 / (found.verified[i] ?? Number.NaN)));
  return figure(SECTION, {
    name: 'ec-p256, PKCS#10 parsed and possession verified',
    unit: perCoreSecond,
    values: found.issued,
    limit: { name: '1/(1/sign + 1/verify)', values: both },
  });
}

export const issue = (authority: SigningAuthority, spki: Bytes): Promise<Bytes> =>
  prepareIssue(
    {
      profile: profileOf('derived-authentication'),
      subject: NAME,
      upn: 'ada.vega@harbor.example',
      spki,
      notAfter: new Date('2029-11-01T00:00:00Z'),
      policies: ['2.16.840.1.101.3.2.1.48.11'],
    },
    {
      authority,
      statusUrl: 'http://localhost:8088',
      digest: nodeDigest,
      serial: `41${randomBytes(15).toString('hex')}`,
      uuid: randomUUID(),
      at: new Date('2026-11-22T12:00:00Z'),
    },
  );

/** Raw signing is measured over as many octets as a certificate has. */
const tbsLength = async (authority: SigningAuthority, spki: Bytes): Promise<Buffer> =>
  randomBytes((await issue(authority, spki)).length - 80);

export async function makeAuthority(kind: KeyPairKind) {
  const { pkcs8, spki } = generateKeyPair(kind);
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const bounds = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
  const authority: SigningAuthority = {
    id: 'derived',
    name: NAME,
    signer: softwareSigner(key),
    keyId: await keyIdentifierOf(spki, nodeDigest),
    ...bounds,
    policies: [],
    certificate: null,
    chain: [],
  };
  return { authority, key };
}

export const makeRequests = (count: number): Promise<Bytes[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      buildRequest({ subject: NAME }, softwareSigner(generateKeyPair('ec-p256').pkcs8)),
    ),
  );
