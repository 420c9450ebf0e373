import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { buildOcspError, buildOcspResponse, type OcspAnswer, ocspResponderKeyHash } from '../build-ocsp-response.ts';
import { ext } from '../build-extension.ts';
import type { Crl } from '../crl.ts';
import { ocspCertId } from '../ocsp-cert-id.ts';
import { parseOcspRequest } from '../ocsp-request.ts';
import { type OcspResponse, parseOcspResponse } from '../ocsp-response.ts';
import { OID } from '../oid.ts';
import { certify, daysFrom, type Holder, judge, noon, ports, revocationList, verdict } from '../path/testing.ts';
import type { FetchRequest, PathPorts } from '../path/types.ts';
import { webDigest } from '../web/web-random.ts';
import type { RevocationInput } from './types.ts';

let root: Holder;
let ca: Holder;
let leaf: Holder;
let responder: Holder;
let rootCrl: Crl;

const responderWishes = (by: Holder, purposes: readonly string[] = [OID.ocspSigning], noCheck = true) => ({
  name: 'Responder',
  by,
  extensions: [ext.extendedKeyUsage(purposes, true), ...(noCheck ? [ext.ocspNoCheck()] : [])],
});

before(async () => {
  root = await certify({ name: 'Root', ca: true });
  ca = await certify({ name: 'CA', by: root, ca: true });
  leaf = await certify({
    name: 'Leaf',
    by: ca,
    extensions: [ext.authorityInfoAccess({ ocsp: ['http://a.test/ocsp'] })],
  });
  responder = await certify(responderWishes(ca));
  rootCrl = await revocationList({ by: root });
});

interface AnswerWishes {
  readonly status?: OcspAnswer['status'];
  readonly by?: Holder;
  readonly subject?: Holder;
  readonly issuer?: Holder;
  readonly hash?: 'sha1' | 'sha256';
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | undefined;
  readonly nonce?: Uint8Array<ArrayBuffer>;
}

async function answer(wishes: AnswerWishes = {}): Promise<OcspResponse> {
  const { by = responder, subject = leaf, issuer = ca, status = { state: 'good' }, hash = 'sha1' } = wishes;
  const certId = await ocspCertId(
    subject.certificate.serialBytes,
    { subject: issuer.certificate.subject, spki: issuer.certificate.spki },
    webDigest,
    hash,
  );
  const nextUpdate = 'nextUpdate' in wishes ? wishes.nextUpdate : daysFrom(0.5);
  const answers = [{ certId, status, thisUpdate: wishes.thisUpdate ?? daysFrom(-0.5), nextUpdate }];
  const responderKeyHash = await ocspResponderKeyHash(by.signer.spki, webDigest);
  const template = { answers, producedAt: noon, responderKeyHash, ...(wishes.nonce && { nonce: wishes.nonce }) };
  return parseOcspResponse(await buildOcspResponse(template, by.signer, by.certificate.der));
}

async function judged(wishes: AnswerWishes = {}, more: Partial<RevocationInput> = {}, bag = [ca]): Promise<string> {
  const revocation = { mode: 'require', crls: [rootCrl], ocspResponses: [await answer(wishes)], ...more } as const;
  return verdict(await judge(root, bag, leaf, { revocation }));
}

test('good, revoked, on hold and unknown, by a delegated responder or the issuer itself', async () => {
  const revokedAt = daysFrom(-3);
  assert.equal(await judged(), 'accepted');
  assert.equal(await judged({ hash: 'sha256' }), 'accepted');
  assert.equal(await judged({ by: ca }), 'accepted');
  assert.equal(await judged({ status: { state: 'revoked', revokedAt, reason: 'keyCompromise' } }), 'revoked 0');
  assert.equal(await judged({ status: { state: 'revoked', revokedAt, reason: 'certificateHold' } }), 'on_hold 0');
  assert.equal(await judged({ status: { state: 'unknown' } }), 'status_unknown 0');
});

test('an answer about another certificate, or the same number of another issuer, is none', async () => {
  assert.equal(await judged({ subject: ca }), 'status_unknown 0');
  assert.equal(await judged({ issuer: root }), 'status_unknown 0');
});

test('a responder must be delegated by the very issuer, for OCSP, and be valid', async () => {
  assert.equal(await judged({ by: await certify(responderWishes(root)) }), 'status_unknown 0');
  assert.equal(await judged({ by: await certify(responderWishes(ca, [OID.clientAuth])) }), 'status_unknown 0');
  assert.equal(
    await judged({ by: await certify({ ...responderWishes(ca), notAfter: daysFrom(-1) }) }),
    'status_unknown 0',
  );
  assert.equal(
    await judged({ by: await certify({ ...responderWishes(ca), keyUsage: ['keyAgreement'] }) }),
    'status_unknown 0',
  );
  assert.equal(await judged({ by: leaf }), 'status_unknown 0');
  const forged = await certify({ name: 'CA', ca: true });
  assert.equal(await judged({ by: await certify(responderWishes(forged)) }), 'status_unknown 0');
});

test('an answer whose signature is not that of the certificate sent along is none', async () => {
  const other = await certify(responderWishes(ca));
  assert.equal(await judged({ by: { certificate: responder.certificate, signer: other.signer } }), 'status_unknown 0');
});

test('a responder without ocsp-nocheck must itself be good by CRL', async () => {
  const checked = await certify(responderWishes(ca, [OID.ocspSigning], false));
  assert.equal(await judged({ by: checked }), 'status_unknown 0');
  const good = await revocationList({ by: ca });
  assert.equal(await judged({ by: checked }, { crls: [rootCrl, good] }), 'accepted');
  const revoked = await revocationList({ by: ca, revoked: [{ holder: checked }, { holder: leaf }] });
  assert.equal(
    await judged({ by: checked }, { crls: [rootCrl, revoked] }),
    'revoked 0',
    'the CRL speaks, not the revoked responder',
  );
});

test('freshness: before its time, after it, and how old an answer without an end may be', async () => {
  assert.equal(await judged({ thisUpdate: daysFrom(0.1), nextUpdate: daysFrom(1) }), 'status_unknown 0');
  assert.equal(await judged({ nextUpdate: daysFrom(-0.1) }), 'status_unknown 0');
  assert.equal(await judged({ nextUpdate: daysFrom(-0.1) }, { clockSkew: 86_400_000 }), 'accepted');
  assert.equal(await judged({ thisUpdate: daysFrom(-0.02), nextUpdate: undefined }), 'accepted');
  assert.equal(await judged({ thisUpdate: daysFrom(-0.5), nextUpdate: undefined }), 'status_unknown 0');
  assert.equal(await judged({ thisUpdate: daysFrom(-0.5), nextUpdate: undefined }, { maxAge: 86_400_000 }), 'accepted');
});

test('a nonce must be the one that was sent, and may be required', async () => {
  const [sent, other] = [Uint8Array.of(1, 2, 3), Uint8Array.of(9)];
  assert.equal(await judged({ nonce: sent }, { nonce: sent }), 'accepted');
  assert.equal(await judged({ nonce: other }, { nonce: sent }), 'status_unknown 0');
  assert.equal(await judged({}, { nonce: sent }), 'accepted');
  assert.equal(await judged({}, { nonce: sent, requireNonce: true }), 'status_unknown 0');
});

test('of several answers the newest speaks', async () => {
  const good = await answer({ thisUpdate: daysFrom(-0.5) });
  const revoked = await answer({ thisUpdate: daysFrom(-0.1), status: { state: 'revoked', revokedAt: daysFrom(-0.2) } });
  for (const ocspResponses of [
    [good, revoked],
    [revoked, good],
  ]) {
    const result = await judge(root, [ca], leaf, { revocation: { mode: 'require', crls: [rootCrl], ocspResponses } });
    assert.equal(verdict(result), 'revoked 0');
  }
});

test('a CRL at hand that is newer than a good answer and says revoked is believed; an older one is not', async () => {
  const revoking = async (days: number) => {
    const list = { by: ca, revoked: [{ holder: leaf, reason: 'superseded' as const }], thisUpdate: daysFrom(days) };
    return { crls: [rootCrl, await revocationList(list)] };
  };
  assert.equal(await judged({ thisUpdate: daysFrom(-0.5) }, await revoking(-0.2)), 'revoked 0');
  assert.equal(await judged({ thisUpdate: daysFrom(-0.5) }, await revoking(-0.8)), 'accepted');
});

test('a refusal for status carries reason and time as data', async () => {
  const revokedAt = daysFrom(-3);
  const response = await answer({ status: { state: 'revoked', revokedAt, reason: 'superseded' } });
  const revocation = { mode: 'require', crls: [rootCrl], ocspResponses: [response] } as const;
  const result = await judge(root, [ca], leaf, { revocation });
  const expected = { state: 'revoked', source: 'ocsp', reason: 'superseded', revokedAt, thisUpdate: daysFrom(-0.5) };
  assert.deepEqual(result.accepted ? undefined : result.status, expected);
});

test('an answer is asked where the certificate says, with certificate and nonce in the request', async () => {
  const nonce = Uint8Array.of(7, 7, 7, 7);
  const { fetching, asked } = fetcher(async () => (await answer({ nonce })).der);
  const result = await judge(root, [ca], leaf, { revocation: { mode: 'require', crls: [rootCrl], nonce } }, fetching);
  assert.ok(result.accepted);
  assert.equal(result.statuses[0]?.state === 'good' && result.statuses[0].source, 'ocsp');
  assert.equal(asked.length, 1);
  const request = parseOcspRequest(asked[0]?.body ?? new Uint8Array(0));
  assert.deepEqual([request.certIds.map(({ serial }) => serial), request.nonce], [[leaf.certificate.serial], nonce]);
});

test('a responder that fails leaves the CRL to speak', async () => {
  const crls = [rootCrl, await revocationList({ by: ca })];
  const { fetching } = fetcher(async () => buildOcspError('tryLater'));
  assert.equal(verdict(await judge(root, [ca], leaf, { revocation: { mode: 'require', crls } }, fetching)), 'accepted');
  assert.equal(
    verdict(await judge(root, [ca], leaf, { revocation: { mode: 'require', crls: [rootCrl] } }, fetching)),
    'status_unknown 0',
  );
  assert.equal(
    verdict(await judge(root, [ca], leaf, { revocation: { mode: 'soft', crls: [rootCrl] } }, fetching)),
    'accepted',
  );
});

function fetcher(respond: () => Promise<Uint8Array<ArrayBuffer>>): {
  readonly fetching: PathPorts;
  readonly asked: FetchRequest[];
} {
  const asked: FetchRequest[] = [];
  const fetch = async (request: FetchRequest) => {
    asked.push(request);
    return request.kind === 'ocsp' ? respond() : null;
  };
  return { fetching: { ...ports, fetcher: { fetch } }, asked };
}
