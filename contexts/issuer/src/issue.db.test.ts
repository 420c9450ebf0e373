import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { generateKeyPairSync } from 'node:crypto';
import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { LanyardError, type Tx } from '@lanyard/kernel';
import { emailsOf, fromHex, parseCertificate, type Signer, upnsOf, uuidOf } from '@lanyard/pki';
import { sql } from 'kysely';
import type { IssueInput } from './types.ts';
import { type Bench, encryption, issueInput, KEYS, makeAuthorities, startBench } from './testing.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

const cardNames: NonNullable<IssueInput['extraSan']> = [
  { kind: 'fascn', value: new Uint8Array(25).fill(0xd1) },
  { kind: 'uri', value: 'urn:uuid:8f6f1f6e-9a0e-4a8f-bb1b-2f3a4b5c6d7e' },
];

describe('what is issued', () => {
  test('a derived authentication certificate says what worksheet 10 asks for', async () => {
    const issued = await bench.issuer.issue(issueInput());
    const certificate = parseCertificate(issued.certificate);
    assert.deepEqual([...(certificate.keyUsage ?? [])], ['digitalSignature']);
    assert.ok(certificate.extendedKeyUsage?.includes('1.3.6.1.5.5.7.3.2'));
    assert.deepEqual(upnsOf(certificate), ['ada@agency.example']);
    assert.match(uuidOf(certificate) ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      certificate.certificatePolicies?.map((p) => p.policy),
      ['2.16.840.1.101.3.2.1.48.11'],
    );
    assert.equal(issued.chain.length, 2);
    assert.equal(issued.serial, certificate.serial);
    assert.equal(certificate.notAfter.toISOString(), '2029-11-01T00:00:00.000Z');
  });

  test('each certificate has a UUID and a serial number of its own', async () => {
    const [a, b] = await Promise.all([bench.issuer.issue(issueInput()), bench.issuer.issue(issueInput())]);
    assert.notEqual(uuidOf(parseCertificate(a.certificate)), uuidOf(parseCertificate(b.certificate)));
    assert.notEqual(a.serial, b.serial);
    assert.equal(fromHex(a.serial).length, 16);
  });

  test('no certificate lasts longer than its profile or its authority allows', async () => {
    const late = await bench.issuer.issue(issueInput({ notAfter: new Date('2099-01-01T00:00:00Z') }));
    const lasts = late.notAfter.getTime() - late.notBefore.getTime() + 1_000;
    assert.equal(lasts, 1096 * 86_400_000);
  });

  test('RSA below 3072 bits ends with the year 2030', async () => {
    bench.clock.advance(1000 * 86_400_000);
    await bench.issuer.chores.renewResponders();
    const late = { notAfter: new Date('2032-06-01T00:00:00Z') };
    const short = await bench.issuer.issue(issueInput({ ...late, spki: generateKeyPair('rsa-2048').spki }));
    assert.equal(short.notAfter.toISOString(), '2030-12-31T23:59:59.000Z');
    const long = await bench.issuer.issue(issueInput({ ...late, spki: generateKeyPair('rsa-3072').spki }));
    assert.ok(long.notAfter > short.notAfter);
    bench.clock.advance(-1000 * 86_400_000);
  });

  test('a signature certificate carries the address, and signs documents', async () => {
    const { certificate } = await bench.issuer.issue(issueInput({ profile: 'signature', email: 'ada@agency.example' }));
    const parsed = parseCertificate(certificate);
    assert.deepEqual(emailsOf(parsed), ['ada@agency.example']);
    assert.deepEqual([...(parsed.keyUsage ?? [])], ['digitalSignature', 'nonRepudiation']);
  });

  test('a key management certificate agrees keys on a curve and wraps them with RSA', async () => {
    const ec = await bench.issuer.issue(issueInput(encryption));
    assert.deepEqual([...(parseCertificate(ec.certificate).keyUsage ?? [])], ['keyAgreement']);
    const rsa = await bench.issuer.issue(issueInput({ ...encryption, spki: generateKeyPair('rsa-2048').spki }));
    assert.deepEqual([...(parseCertificate(rsa.certificate).keyUsage ?? [])], ['keyEncipherment']);
  });

  for (const profile of ['piv-authentication', 'card-authentication'] as const) {
    test(`${profile} needs the card's FASC-N and UUID`, async () => {
      const { certificate } = await bench.issuer.issue(issueInput({ profile, extraSan: cardNames }));
      assert.equal(uuidOf(parseCertificate(certificate)), '8f6f1f6e-9a0e-4a8f-bb1b-2f3a4b5c6d7e');
      await assert.rejects(bench.issuer.issue(issueInput({ profile })), { code: 'profile_refused' });
    });
  }

  test('a web server gets its names and no person', async () => {
    const input = issueInput({
      profile: 'tls-server',
      upn: undefined,
      policies: [],
      holder: null,
      extraSan: [{ kind: 'dns', value: 'localhost' }],
    });
    const { certificate } = await bench.issuer.issue(input);
    assert.deepEqual(parseCertificate(certificate).subjectAltName, [{ kind: 'dns', value: 'localhost' }]);
  });
});

describe('a reference never yields two certificates', () => {
  test('the same reference and key answer the certificate that is there, from any process', async () => {
    const input = issueInput();
    const first = await bench.issuer.issue(input);
    const second = await bench.another().issue(input);
    assert.deepEqual(second.certificate, first.certificate);
  });

  test('the same reference with another key is a conflict', async () => {
    const input = issueInput();
    await bench.issuer.issue(input);
    await assert.rejects(bench.issuer.issue({ ...input, spki: generateKeyPair('ec-p256').spki }), { code: 'conflict' });
  });

  test('of twins at the same moment one at most issues, and a repetition answers the same', async () => {
    const input = issueInput();
    const twins = await Promise.allSettled([
      bench.issuer.issue(input),
      bench.another().issue(input),
      bench.another().issue(input),
    ]);
    const settled = await bench.issuer.issue(input);
    for (const twin of twins) if (twin.status === 'fulfilled') assert.equal(twin.value.sha256, settled.sha256);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from issuer.certificate where reference = ${input.reference} and state = 'issued'`.execute(
      bench.db.pool,
    );
    assert.equal(rows[0]?.n, 1);
  });
});

describe('what is refused', () => {
  const refused = (changes: Partial<IssueInput>, code: string) =>
    assert.rejects(bench.issuer.issue(issueInput(changes)), { code });

  test('a key that is in another certificate', async () => {
    const { spki } = generateKeyPair('ec-p256');
    await bench.issuer.issue(issueInput({ spki }));
    await refused({ spki }, 'csr_key_reused');
  });

  test('octets that are no key', () => refused({ spki: Uint8Array.of(0x30, 3, 1, 2, 3) }, 'csr_malformed'));

  test('a point that is not on its curve', () => {
    const spki = generateKeyPair('ec-p256').spki.slice();
    spki[spki.length - 1] = (spki.at(-1) ?? 0) ^ 1;
    return refused({ spki }, 'csr_weak_key');
  });

  test('an RSA key too short', async () => {
    const spki = new Uint8Array(
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }),
    );
    await refused({ spki }, 'csr_weak_key');
  });

  test('a key of another kind', async () => {
    const spki = new Uint8Array(generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }));
    await refused({ spki }, 'csr_wrong_key');
  });

  test('a missing address, a name that the profile does not know, an end in the past', async () => {
    await refused({ profile: 'signature' }, 'profile_refused');
    await refused({ extraSan: [{ kind: 'dns', value: 'localhost' }] }, 'profile_refused');
    await refused({ notAfter: new Date('2026-01-01T00:00:00Z') }, 'profile_refused');
  });

  test('an authority that is not there, and a reference of the issuer itself', async () => {
    await refused({ authority: 'nobody' }, 'authority_unknown');
    await refused({ reference: ':authority/derived' }, 'input_invalid');
  });

  test('everything, while the database is older than its last checkpoint', async () => {
    const frozen = bench.another({ frozen: () => true });
    await assert.rejects(frozen.issue(issueInput()), { code: 'signing_frozen' });
    await assert.rejects(frozen.publishCrl('derived'), { code: 'signing_frozen' });
  });
});

describe('when signing goes wrong', () => {
  const withSigner = (change: (signer: Signer) => Signer) =>
    bench.another({ keys: { ...KEYS, signer: (pkcs8) => change(softwareSigner(pkcs8)) } });
  const statesOf = async (reference: string) =>
    (
      await sql<{
        state: string;
      }>`select state from issuer.certificate where reference = ${reference} order by state`.execute(bench.db.pool)
    ).rows.map((r) => r.state);

  test('a signer that fails leaves a closed number and no certificate, and the next try works', async () => {
    const input = issueInput();
    const broken = withSigner((signer) => ({
      ...signer,
      sign: () => Promise.reject(new Error('the token was pulled')),
    }));
    await assert.rejects(broken.issue(input), { code: 'issuer_unavailable' });
    assert.deepEqual(await statesOf(input.reference), ['closed']);
    assert.ok(await bench.issuer.issue(input));
  });

  /** An issuer whose transactions from the second on (the first reserves the number) go wrong in one way. */
  const withTransactions = (second: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>) => {
    let n = 0;
    const { db } = bench;
    return bench.another({ db: { ...db, tx: (work) => (n++ === 0 ? db.tx(work) : second(work)) } });
  };

  test('a database that goes away while the signer works leaves nothing that the next try cannot mend', async () => {
    const input = issueInput();
    const away = withTransactions(() => Promise.reject(new LanyardError('database_unavailable')));
    await assert.rejects(away.issue(input), { code: 'database_unavailable' });
    assert.deepEqual(await statesOf(input.reference), ['intent']);
    assert.ok(await bench.issuer.issue(input));
    assert.deepEqual(await statesOf(input.reference), ['closed', 'issued']);
  });

  test('a certificate whose commit was not answered stands, and is answered to the next try', async () => {
    const input = issueInput();
    const lost = withTransactions(async (work) => {
      await bench.db.tx(work);
      throw new LanyardError('database_unavailable');
    });
    await assert.rejects(lost.issue(input), { code: 'database_unavailable' });
    const { serial } = await bench.issuer.issue(input);
    assert.deepEqual(await statesOf(input.reference), ['issued']);
    const { rows } = await sql<{
      outcome: string;
    }>`select outcome from kernel.audit where object = ${serial}`.execute(bench.db.pool);
    assert.deepEqual(rows, [{ outcome: 'done' }]);
  });

  test('an authority certificate signed by another key is not taken', async () => {
    const stranger = softwareSigner(generateKeyPair('ec-p256').pkcs8);
    const meddled = withSigner((signer) => ({ ...signer, sign: (message) => stranger.sign(message) }));
    const spec = {
      id: 'second',
      kind: 'derived',
      parent: 'root',
      subject: parseCertificate((await bench.issuer.issue(issueInput())).certificate).subject,
      keyType: 'ec-p256',
      lifetimeDays: 3650,
    } as const;
    await assert.rejects(meddled.createAuthority(spec), /not that of the authority/);
    const made = await bench.issuer.createAuthority(spec);
    assert.equal(made.parent, 'root');
    assert.deepEqual(await statesOf(':authority/second'), ['closed', 'issued']);
  });
});
