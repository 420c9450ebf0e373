import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { AuthorityView, CertificateDetail, RecoveredKey, RecoveryView } from '@lanyard/contract';
import { createHttp, createLog, type Guard, hours, type Http, type Jobs, type Tx } from '@lanyard/kernel';
import { keyKindOf, nameFrom, openPkcs12, parseCertificate, parseCrl } from '@lanyard/pki';
import { softwareSigner } from '@lanyard/crypto';
import type { AdminPort } from '../ports.ts';
import { type Bench, encryption, issueInput, makeAuthorities, startBench } from '../testing.ts';
import type { Issuer } from '../issuer.ts';

const OFFICER = '018f6d1e-0000-7000-8000-000000000001';
const OTHER = '018f6d1e-0000-7000-8000-000000000002';

let bench: Bench;
let issuer: Issuer;
let app: Http;
/** Whether acts wait for a second person. */
let waits = false;
const told: { personId: string; reason: string }[] = [];
/** What a second person would approve. */
let approve: () => Promise<void>;
let spaces: readonly string[] | null = null;

const approvals = (): AdminPort['approvals'] => {
  const executors = new Map<string, (tx: Tx, input: never, mandate: { actor: never }) => Promise<void>>();
  return {
    on: ({ act }, executor) => void executors.set(act, executor),
    async submit({ act }, { input, by: { actor } }) {
      const run = () =>
        bench.db.tx((tx) => executors.get(act)?.(tx, input as never, { actor: actor as never }) ?? Promise.resolve());
      approve = run;
      if (waits) return { state: 'waiting', approvalId: '018f6d1e-0000-7000-8000-0000000000aa' };
      await run();
      return { state: 'done', approvalId: null };
    },
  };
};

const guard: Guard = async (request) => ({
  kind: 'session',
  sessionId: '018f6d1e-0000-7000-8000-00000000000a',
  personId: String(request.headers['x-person'] ?? OFFICER),
  signedInBy: 'primary',
  primary: true,
  fresh: true,
  roles: ['security-officer'],
  spaces,
});

before(async () => {
  bench = await startBench();
  const admin: AdminPort = {
    approvals: approvals(),
    person: async (id) => ({ id, userName: 'ada', displayName: 'Ada Vega', state: 'active' }),
    seesCredential: async () => false,
    tellRecovered: async (_tx, personId, reason) => void told.push({ personId, reason }),
  };
  issuer = bench.another({ admin });
  await makeAuthorities(issuer);
  await issuer.createRecoveryKey({ authority: 'derived', subject: nameFrom([{ type: 'CN', value: 'Key Recovery' }]) });
  app = await createHttp({ log: createLog('silent'), guard, ratePerMinute: 100_000 });
  issuer.routes.admin(app);
  await app.ready();
});
after(async () => {
  await app?.close();
  await bench?.close();
});
beforeEach(() => {
  waits = false;
  spaces = null;
  told.length = 0;
});

async function call<T>(method: 'GET' | 'POST', url: string, payload?: object, person = OFFICER) {
  const answer = await app.inject({
    method,
    url: `/api/admin/${url}`,
    headers: { 'x-person': person },
    ...(payload && { payload }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    raw: answer.rawPayload,
    headers: answer.headers,
    body: (isJson ? JSON.parse(answer.body) : answer.body) as T,
  };
}
const code = ({ body }: { body: unknown }): unknown => (body as { code?: string }).code;

test('every authority is shown with its chain, its key, its CRL and its responder', async () => {
  const { body } = await call<{ items: AuthorityView[] }>('GET', 'authorities');
  const derived = body.items.find(({ id }) => id === 'derived');
  assert.deepEqual(
    derived?.chain.map(({ id }) => id),
    ['derived', derived?.parent],
  );
  assert.deepEqual([derived?.keyPlace, derived?.isIssuing, derived?.kind], ['sealed', true, 'derived']);
  assert.equal(derived?.crl?.url, 'http://localhost:8088/crl/derived.crl');
  assert.ok((derived?.ocsp.responderNotAfter ?? '') > bench.clock.now().toISOString());
});

test('a CRL is published by hand, and the log says by whom', async () => {
  const first = (await call<AuthorityView>('GET', 'authorities/derived')).body;
  bench.clock.advance(hours(1));
  const { status, body } = await call<AuthorityView>('POST', 'authorities/derived/crl');
  assert.equal(status, 200);
  assert.ok((body.crl?.number ?? 0) > (first.crl?.number ?? 0));
  assert.equal(code(await call('POST', 'authorities/nobody/crl')), 'authority_unknown');
});

test('certificates and CRLs are files in PEM and DER', async () => {
  const pem = await call<string>('GET', 'authorities/derived/certificate');
  const der = await call('GET', 'authorities/derived/certificate?format=der');
  assert.deepEqual(new X509Certificate(pem.raw).raw, der.raw);
  assert.equal(der.headers['content-disposition'], 'attachment; filename="derived.cer"');
  const crl = await call('GET', 'authorities/derived/crl?format=der');
  const { body } = await call<AuthorityView>('GET', 'authorities/derived');
  assert.equal(crl.raw.length, body.crl?.octets);
  assert.match((await call<string>('GET', 'authorities/derived/crl')).raw.toString(), /^-----BEGIN X509 CRL-----/);
  assert.ok(parseCrl(crl.raw));
});

test('a certificate is shown taken apart; whoever acts in some spaces sees none of another', async () => {
  const { sha256, serial } = await issuer.issue(issueInput());
  const { body } = await call<CertificateDetail>('GET', `certificates/${sha256}`);
  assert.deepEqual([body.serial, body.status, body.isEscrowed], [serial, 'good', false]);
  assert.ok(body.keyUsage.length > 0 && body.policies.length > 0 && body.names.some((name) => name.startsWith('upn:')));
  assert.equal(new X509Certificate(body.pem).subject.length > 0, true);
  await bench.db.tx((tx) => issuer.suspend(tx, { sha256 }));
  assert.equal((await call<CertificateDetail>('GET', `certificates/${sha256}`)).body.status, 'on_hold');
  spaces = ['018f6d1e-0000-7000-8000-0000000000bb'];
  assert.equal((await call('GET', `certificates/${sha256}`)).status, 404);
  assert.equal((await call('GET', `certificates/${sha256}/file`)).status, 404);
});

async function escrowed() {
  const { spki: _unused, ...input } = issueInput(encryption);
  return issuer.issueWithEscrow(input, 'ec-p256');
}
const ask = (sha256: string, person = OFFICER) =>
  call<RecoveryView>('POST', 'recoveries', { sha256, reason: 'mail of the late shift' }, person);
const take = (id: string, person = OFFICER) => call<RecoveredKey>('POST', `recoveries/${id}/take`, undefined, person);

test('an escrowed key is handed out once, as a PKCS #12 file under its own password, and its person is told', async () => {
  const { sha256, certificate, pkcs8 } = await escrowed();
  const { body: asked } = await ask(sha256);
  assert.equal(asked.state, 'ready');
  assert.equal((await take(asked.id, OTHER)).status, 404, 'only who asked takes it');
  const { body: key, headers } = await take(asked.id);
  assert.equal(headers['cache-control'], 'no-store');
  const opened = await openPkcs12(Buffer.from(key.pkcs12, 'base64'), key.password);
  assert.deepEqual(opened.key && softwareSigner(opened.key).spki, softwareSigner(pkcs8).spki);
  assert.equal(keyKindOf(parseCertificate(certificate).publicKey), 'ec-p256');
  assert.equal(told.length, 1);
  assert.equal(told[0]?.reason, 'mail of the late shift');
  assert.equal(code(await take(asked.id)), 'recovery_closed');
  const { body } = await call<{ items: RecoveryView[] }>('GET', 'recoveries');
  assert.equal(body.items.find(({ id }) => id === asked.id)?.state, 'taken');
});

test('where the setting asks for it nothing leaves before a second person has agreed', async () => {
  waits = true;
  const { body: asked, status } = await ask((await escrowed()).sha256);
  assert.deepEqual([status, asked.state], [202, 'waiting']);
  assert.equal(code(await take(asked.id)), 'recovery_closed');
  assert.equal(told.length, 0);
  await approve();
  assert.equal((await take(asked.id)).status, 200);
});

test('of two takes at the same moment one gets the key', async () => {
  const { body: asked } = await ask((await escrowed()).sha256);
  const answers = await Promise.all([take(asked.id), take(asked.id)]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 410],
  );
});

test('a key that nobody took within a day stays in escrow', async () => {
  const { body: asked } = await ask((await escrowed()).sha256);
  bench.clock.advance(hours(25));
  assert.equal(code(await take(asked.id)), 'recovery_closed');
  const { body } = await call<{ items: RecoveryView[] }>('GET', 'recoveries');
  assert.equal(body.items.find(({ id }) => id === asked.id)?.state, 'over');
});

test('what is not in escrow cannot be asked for', async () => {
  assert.equal((await ask((await issuer.issue(issueInput())).sha256)).status, 404);
});

test('a line gets one successor for one order, whoever does the job and however often', async () => {
  const url = 'authorities/derived/roll-over';
  const { status } = await call('POST', url, { lifetimeDays: 365, reason: 'the yearly change' });
  assert.equal(status, 200);
  const job = bench.sent.find(({ queue }) => queue === 'issuer.roll-over');
  const handlers = new Map<string, (data: never) => Promise<void>>();
  const jobs = {
    work: async (queue: string, handler: (data: never) => Promise<void>) => void handlers.set(queue, handler),
    schedule: async () => {},
  };
  await issuer.work(jobs as unknown as Jobs); // sound: nothing else of it is used
  for (let n = 0; n < 2; n++) await handlers.get('issuer.roll-over')?.(job?.data as never);
  const line = (await issuer.authorities()).filter((one) => one.line === 'derived');
  assert.equal(line.length, 2);
  const { body } = await call<{ items: AuthorityView[] }>('GET', 'authorities');
  assert.deepEqual(
    body.items.filter((one) => one.line === 'derived').map(({ isIssuing }) => isIssuing),
    [false, true],
  );
  const root = body.items.find(({ kind }) => kind === 'root')?.id;
  assert.equal(code(await call('POST', `authorities/${root}/roll-over`, { reason: 'no' })), 'input_invalid');
});
