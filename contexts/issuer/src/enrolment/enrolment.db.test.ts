import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateKeyPair, nodeDigest, nodeVerifier, rsaTransport, softwareSigner } from '@lanyard/crypto';
import { days, executeSql, minutes } from '@lanyard/kernel';
import {
  buildRequest,
  decryptCms,
  der,
  nameFrom,
  OID,
  parseCertificate,
  parseCertsOnly,
  parseSignedData,
  readDer,
  type RequestAttribute,
  verifySigner,
} from '@lanyard/pki';
import { authorityBook } from '../authority/authority-book.ts';
import { readConfig } from '../config.ts';
import { estService, type EstService } from '../est/est-service.ts';
import type { IssuerPorts } from '../ports.ts';
import { registrationBook } from '../scep/registration-key.ts';
import { type Bench, makeAuthorities, PERSON, startBench, STATUS_URL } from '../testing.ts';
import type { EnrolmentInvitation, EnrolmentSpec } from '../types.ts';

let bench: Bench;
const away = new Set<string>();
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

const subject = nameFrom([{ type: 'CN', value: 'Ada Lovelace' }]);
const by = { kind: 'console', user: 'tester' } as const;

function est(changes: Partial<IssuerPorts> = {}): EstService {
  const ports = { ...bench.ports, rsaTransport, mayEnrol: (id: string) => !away.has(id), ...changes };
  const enrolling = { ports, book: authorityBook(ports), config: readConfig({ statusUrl: STATUS_URL }) };
  return estService(enrolling, registrationBook(enrolling), 'derived');
}

const invite = (changes: Partial<EnrolmentSpec> = {}): Promise<EnrolmentInvitation> =>
  bench.db.tx((tx) =>
    bench.issuer.enrolments.invite(
      tx,
      {
        protocol: 'est',
        authority: 'derived',
        profile: 'derived-authentication',
        subject,
        policies: ['2.16.840.1.101.3.2.1.48.11'],
        personId: PERSON,
        ...changes,
      },
      by,
    ),
  );

const newRequest = () => buildRequest({ subject }, softwareSigner(generateKeyPair('ec-p256').pkcs8));
const call = (source = '192.0.2.1') => ({ label: undefined, source, correlationId: 'c' });
const only = (cms: Uint8Array) => {
  const [certificate, more] = parseCertsOnly(cms);
  assert.ok(certificate && !more);
  return certificate;
};

test('the password is kept as a hash and shown once', async () => {
  const { id, secret } = await invite();
  const { rows } = await executeSql(bench.db.pool, 'select e::text as row from issuer.enrolment e where id = $1', [id]);
  const { row } = rows[0] as { row: string };
  assert.equal(secret.length, 26);
  assert.ok(!row.includes(secret));
});

test('a password is refused when its time is over', async () => {
  const invitation = await invite({ validMinutes: 5 });
  bench.clock.advance(minutes(5));
  await assert.rejects(est().simpleenroll(call(), invitation, await newRequest()), { code: 'enrolment_expired' });
});

test('a password for SCEP is none for EST', async () => {
  const invitation = await invite({ protocol: 'scep' });
  await assert.rejects(est().simpleenroll(call(), invitation, await newRequest()), { code: 'enrolment_refused' });
});

test('who is not active gets and renews nothing', async () => {
  const first = await est().simpleenroll(call(), await invite(), await newRequest());
  away.add(PERSON);
  await assert.rejects(est().simpleenroll(call(), await invite(), await newRequest()), { code: 'enrolment_ended' });
  await assert.rejects(est().simplereenroll(call(), only(first).der, await newRequest()), { code: 'enrolment_ended' });
  away.clear();
});

test('an interrupted call goes on with the same key, and never with another', async () => {
  const invitation = await invite();
  const request = await newRequest();
  const stopped = est({
    fault: (step) => {
      if (step === 'issuer.intent-stored') throw new Error('stopped');
    },
  });
  await assert.rejects(stopped.simpleenroll(call(), invitation, request), /stopped/);
  await assert.rejects(est().simpleenroll(call(), invitation, await newRequest()), { code: 'enrolment_used' });
  assert.ok(only(await est().simpleenroll(call(), invitation, request)));
});

test('two calls at once with two keys give one certificate', async () => {
  const invitation = await invite();
  const requests = await Promise.all([newRequest(), newRequest()]);
  const outcomes = await Promise.allSettled(requests.map((r) => est().simpleenroll(call(), invitation, r)));
  assert.equal(outcomes.filter((o) => o.status === 'fulfilled').length, 1);
  const refused = outcomes.find((o) => o.status === 'rejected');
  assert.ok(refused);
  assert.equal((refused.reason as { code?: string }).code, 'enrolment_used');
});

test('a certificate ends with its days and never after its enrolment', async () => {
  const endsAt = new Date(bench.clock.now().getTime() + days(10));
  const long = only(await est().simpleenroll(call(), await invite({ endsAt }), await newRequest()));
  assert.equal(long.notAfter.getTime(), Math.floor(endsAt.getTime() / 1_000) * 1_000);
  const short = await est().simpleenroll(call(), await invite({ endsAt, certificateDays: 2 }), await newRequest());
  assert.ok(only(short).notAfter.getTime() <= bench.clock.now().getTime() + days(2));
});

test('an expired certificate renews nothing', async () => {
  const cms = await est().simpleenroll(call(), await invite({ certificateDays: 1 }), await newRequest());
  bench.clock.advance(days(1));
  await assert.rejects(est().simplereenroll(call(), only(cms).der, await newRequest()), {
    code: 'enrolment_certificate_refused',
  });
});

test('the key of a certificate is not certified again', async () => {
  const request = await newRequest();
  const cms = await est().simpleenroll(call(), await invite(), request);
  await assert.rejects(est().simplereenroll(call(), only(cms).der, request), { code: 'csr_key_reused' });
});

test('a request that another key signed is refused before the password is used up', async () => {
  const invitation = await invite();
  const request = await newRequest();
  const forged = request.slice();
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  await assert.rejects(est().simpleenroll(call(), invitation, forged), { code: 'csr_signature_invalid' });
  assert.ok(only(await est().simpleenroll(call(), invitation, request)));
});

test('guessing from one address ends after thirty tries, and leaves others alone', async () => {
  const invitation = await invite();
  const wrong = { ...invitation, secret: 'A'.repeat(26) };
  const request = await newRequest();
  for (let n = 0; n < 30; n++)
    await assert.rejects(est().simpleenroll(call('192.0.2.9'), wrong, request), { code: 'enrolment_refused' });
  await assert.rejects(est().simpleenroll(call('192.0.2.9'), invitation, request), { code: 'rate_limited' });
  assert.ok(only(await est().simpleenroll(call('192.0.2.10'), invitation, request)));
});

test('the end of a person ends and revokes everything, and is on record', async () => {
  const invitation = await invite();
  const cms = await est().simpleenroll(call(), invitation, await newRequest());
  const ended = await bench.db.tx((tx) =>
    bench.issuer.enrolments.end(tx, { personId: PERSON }, { reason: 'affiliationChanged' }),
  );
  assert.ok(ended >= 1);
  const { serial } = parseCertificate(only(cms).der);
  const { rows } = await executeSql(
    bench.db.pool,
    'select revocation_reason from issuer.certificate where serial = $1',
    [serial],
  );
  assert.deepEqual(rows, [{ revocation_reason: 'affiliationChanged' }]);
  const acts = await executeSql(bench.db.pool, 'select act from kernel.audit where object = $1 order by id', [
    invitation.id,
  ]);
  assert.deepEqual(
    (acts.rows as { act: string }[]).map(({ act }) => act),
    ['enrolment.invited', 'enrolment.used', 'enrolment.ended'],
  );
});

test('a key made here comes encrypted to a certificate of the same person, signed, where the request names one', async () => {
  await bench.issuer.createRecoveryKey({
    authority: 'derived',
    subject: nameFrom([{ type: 'CN', value: 'Recovery' }]),
  });
  const personId = '0d9c6a0e-31c7-4b55-8a2b-1f3b7a6e9c11';
  const spec = { profile: 'key-management', email: 'ada@agency.example', personId } as const;
  const kind = softwareSigner(generateKeyPair('ec-p256').pkcs8);
  const asking = (...attributes: RequestAttribute[]) => buildRequest({ subject, attributes }, kind);
  const first = await est().serverkeygen(call(), await invite(spec), await asking());
  assert.equal(first.form, 'pkcs8');
  const recipient = only(first.certificate);

  const naming = (id: Uint8Array) => ({ oid: OID.asymmetricDecryptKeyId, values: [der.octetString(id)] });
  const request = await asking(naming(recipient.subjectKeyIdentifier ?? new Uint8Array()));
  const second = await est().serverkeygen(call(), await invite(spec), request);
  assert.equal(second.form, 'enveloped');
  const signed = parseSignedData(await decryptCms(second.key, first.key, recipient));
  const [signer] = signed.signers;
  const [certificate] = signed.certificates;
  assert.ok(signer && certificate && signed.content);
  assert.equal(signed.contentType, OID.asymmetricKeyPackage);
  assert.equal(await verifySigner(signed, signer, certificate, { digest: nodeDigest, verifier: nodeVerifier }), true);
  const pkcs8 = readDer(signed.content).sequence().raw();
  assert.deepEqual(softwareSigner(pkcs8).spki, only(second.certificate).spki);

  const invitation = await invite(spec);
  const shared = { oid: OID.decryptKeyId, values: [der.octetString(Uint8Array.of(1))] };
  for (const attribute of [naming(Uint8Array.of(1, 2, 3)), shared])
    await assert.rejects(est().serverkeygen(call(), invitation, await asking(attribute)), {
      code: 'enrolment_key_protection',
    });
});
