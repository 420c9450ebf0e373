import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  encryptToRsa,
  generateKeyPair,
  nodeDigest,
  nodeRandom,
  nodeVerifier,
  rsaTransport,
  softwareSigner,
} from '@lanyard/crypto';
import { minutes } from '@lanyard/kernel';
import {
  buildRequest,
  type Bytes,
  type Certificate,
  type CmsAttribute,
  decryptByTransport,
  der,
  encryptByTransport,
  nameFrom,
  OID,
  parseCertificate,
  parseCertsOnly,
  parseEnvelopedData,
  parseSignedData,
  readDer,
  requestAttribute,
  signCertificate,
  signData,
  verifySigner,
} from '@lanyard/pki';
import { authorityBook } from '../authority/authority-book.ts';
import { readConfig } from '../config.ts';
import { type Bench, makeAuthorities, PERSON, startBench, STATUS_URL } from '../testing.ts';
import { registrationBook } from './registration-key.ts';
import { type ScepService, scepService } from './scep-service.ts';

let bench: Bench;
let scep: ScepService;
let registration: Certificate;

before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
  const ports = { ...bench.ports, rsaTransport };
  const enrolling = { ports, book: authorityBook(ports), config: readConfig({ statusUrl: STATUS_URL }) };
  scep = scepService(enrolling, registrationBook(enrolling));
  const found = parseCertsOnly(await scep.certificates('derived')).find((c) => c.publicKey.kind === 'rsa');
  assert.ok(found);
  registration = found;
});
after(() => bench.close());

const subject = nameFrom([{ type: 'CN', value: 'a device' }]);
const call = { authority: 'derived', source: '192.0.2.1', correlationId: 'c' };
const NONCE = new Uint8Array(16).fill(9);

interface Client {
  readonly pkcs8: Bytes;
  readonly certificate: Certificate;
}

/** A key and the certificate that it signs for itself, as clients without one do (RFC 8894 §2.3). */
async function newClient(): Promise<Client> {
  const { pkcs8, spki } = generateKeyPair('rsa-2048');
  const now = bench.clock.now();
  const template = {
    serial: Uint8Array.of(1, 2, 3),
    issuer: subject,
    subject,
    spki,
    notBefore: now,
    notAfter: new Date(now.getTime() + minutes(60)),
    extensions: [],
  };
  return { pkcs8, certificate: parseCertificate(await signCertificate(template, softwareSigner(pkcs8))) };
}

async function challenge(): Promise<string> {
  const spec = {
    authority: 'derived',
    profile: 'derived-authentication',
    subject,
    policies: ['2.16.840.1.101.3.2.1.48.11'],
    personId: PERSON,
  } as const;
  const by = { kind: 'console', user: 'tester' } as const;
  const { name, secret } = await bench.db.tx((tx) =>
    bench.issuer.enrolments.invite(tx, { ...spec, protocol: 'scep' }, by),
  );
  return `${name}-${secret}`;
}

const printable = (oid: string, text: string): CmsAttribute => ({ oid, values: [der.printableString(text)] });

interface Message {
  readonly type?: string;
  readonly transaction: string;
  readonly inside: Bytes;
}

async function message(client: Client, { type = '19', transaction, inside }: Message): Promise<Bytes> {
  const content = await encryptByTransport(
    inside,
    registration,
    { encrypt: encryptToRsa },
    { random: nodeRandom, cipher: 'aes-128-cbc' },
  );
  const attributes = [
    printable(OID.scepMessageType, type),
    printable(OID.scepTransactionId, transaction),
    { oid: OID.scepSenderNonce, values: [der.octetString(NONCE)] },
  ];
  const input = { contentType: OID.data, content, certificate: client.certificate, attributes };
  return signData(input, softwareSigner(client.pkcs8), nodeDigest);
}

const request = ({ pkcs8 }: Client, password: string): Promise<Bytes> =>
  buildRequest({ subject, attributes: [requestAttribute.challengePassword(password)] }, softwareSigner(pkcs8));

/** What a client reads in an answer; its signature, transaction and nonce have to be right. */
async function send(client: Client, octets: Bytes, transaction: string) {
  const signed = parseSignedData(await scep.operation(call, octets));
  const [info] = signed.signers;
  assert.ok(info && (await verifySigner(signed, info, registration, { digest: nodeDigest, verifier: nodeVerifier })));
  const value = (oid: string) => info.attributes.find((a) => a.oid === oid)?.values[0];
  const text = (oid: string) => {
    const found = value(oid);
    return found === undefined ? undefined : readDer(found, 256).content(0x13).toString();
  };
  assert.equal(text(OID.scepTransactionId), Buffer.from(transaction).join(','));
  assert.deepEqual(value(OID.scepRecipientNonce), der.octetString(NONCE));
  if (text(OID.scepPkiStatus) !== '48')
    return { failInfo: Number(text(OID.scepFailInfo)) - 48, certificate: undefined };
  const envelope = parseEnvelopedData(signed.content ?? new Uint8Array());
  const inside = await decryptByTransport(envelope, client.certificate, rsaTransport(client.pkcs8), nodeRandom);
  return { failInfo: undefined, certificate: parseCertsOnly(inside)[0] };
}

const BAD_MESSAGE_CHECK = 1;
const BAD_REQUEST = 2;
const BAD_CERT_ID = 4;

test('a repeated message is answered with the same certificate, and a poll by the same key fetches it', async () => {
  const client = await newClient();
  const octets = await message(client, { transaction: 'T1', inside: await request(client, await challenge()) });
  const first = await send(client, octets, 'T1');
  assert.ok(first.certificate);
  assert.deepEqual((await send(client, octets, 'T1')).certificate?.der, first.certificate.der);
  const poll = await message(client, { type: '20', transaction: 'T1', inside: der.sequence(subject.der, subject.der) });
  assert.deepEqual((await send(client, poll, 'T1')).certificate?.der, first.certificate.der);
});

test('a poll by another key, or of a transaction of nobody, gets badCertId', async () => {
  const stranger = await newClient();
  for (const transaction of ['T1', 'nobody']) {
    const poll = await message(stranger, { type: '20', transaction, inside: der.sequence(subject.der, subject.der) });
    assert.equal((await send(stranger, poll, transaction)).failInfo, BAD_CERT_ID);
  }
});

test('a transaction id that another key used is refused, and costs no challenge', async () => {
  const client = await newClient();
  const inside = await request(client, await challenge());
  assert.equal((await send(client, await message(client, { transaction: 'T1', inside }), 'T1')).failInfo, BAD_REQUEST);
  assert.ok((await send(client, await message(client, { transaction: 'T2', inside }), 'T2')).certificate);
});

test("nobody sends on another's request", async () => {
  const [client, thief] = [await newClient(), await newClient()];
  const inside = await request(client, await challenge());
  assert.equal(
    (await send(thief, await message(thief, { transaction: 'T3', inside }), 'T3')).failInfo,
    BAD_MESSAGE_CHECK,
  );
});

test('a message that was changed, and one whose content is nonsense, get the same answer', async () => {
  const client = await newClient();
  const octets = await message(client, { transaction: 'T4', inside: await request(client, await challenge()) });
  const changed = octets.map((octet, i) => (i === octets.length - 1 ? octet ^ 1 : octet));
  assert.equal((await send(client, changed, 'T4')).failInfo, BAD_MESSAGE_CHECK);
  const nonsense = await message(client, { transaction: 'T4', inside: nodeRandom.bytes(100) });
  assert.equal((await send(client, nonsense, 'T4')).failInfo, BAD_MESSAGE_CHECK);
});

test('types that are not served get badRequest', async () => {
  const client = await newClient();
  for (const type of ['21', '22', '3', 'x'])
    assert.equal(
      (await send(client, await message(client, { type, transaction: 'T5', inside: NONCE }), 'T5')).failInfo,
      BAD_REQUEST,
    );
});

test('a registration key is made once, and anew before its end; the old one still receives', async () => {
  const keyed = async () => parseCertsOnly(await scep.certificates('derived')).find((c) => c.publicKey.kind === 'rsa');
  assert.equal((await keyed())?.serial, registration.serial);
  bench.clock.advance(registration.notAfter.getTime() - bench.clock.now().getTime() - minutes(60 * 24 * 29));
  const successor = await keyed();
  assert.notEqual(successor?.serial, registration.serial);
  const client = await newClient();
  const octets = await message(client, { transaction: 'T6', inside: await request(client, await challenge()) });
  const answer = parseSignedData(await scep.operation(call, octets));
  assert.deepEqual(answer.certificates[0]?.serial, registration.serial, 'answered by the key that it was sent to');
});
