import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { ManualClock, killAt, openDb } from '@lanyard/kernel';
import { nodeDigest } from '@lanyard/crypto';
import {
  buildOcspRequest,
  fromBase64,
  nameFrom,
  ocspCertId,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  toBase64,
  fromHex,
} from '@lanyard/pki';
import { sql } from 'kysely';
import { createIssuer } from './create-issuer.ts';
import { escrowSteps, issuanceSteps } from './cycle/steps.ts';
import { type Bench, encryption, issueInput, makeAuthorities, startBench, startPorts, STATUS_URL } from './testing.ts';

interface Order {
  readonly step: string;
  readonly escrow: boolean;
  readonly reference: string;
  readonly spki: string;
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

const order = process.env['LANYARD_ISSUE_AND_DIE'];
if (order === undefined) suite();
else await issueAndDie(JSON.parse(order) as Order);

/** The process that is killed: this file again, with an order in its environment. */
async function issueAndDie({ step, escrow, reference, spki, ...connection }: Order): Promise<void> {
  const db = openDb(connection);
  const issuer = createIssuer(
    { ...startPorts(db, new ManualClock('2026-11-22T12:00:00.250Z'), []), fault: killAt(step) },
    { statusUrl: STATUS_URL },
  );
  const { spki: _unused, ...input } = issueInput({ reference, ...(escrow ? encryption : {}) });
  await (escrow ? issuer.issueWithEscrow(input, 'ec-p256') : issuer.issue({ ...input, spki: fromBase64(spki) }));
  await db.close();
}

function suite(): void {
  describe('an issuer killed at any step', () => {
    let bench: Bench;
    before(async () => {
      bench = await startBench();
      await makeAuthorities(bench.issuer);
      await bench.issuer.createRecoveryKey({
        authority: 'derived',
        subject: nameFrom([{ type: 'CN', value: 'Recovery' }]),
      });
    });
    after(() => bench.close());

    /** Resolves when the process has died by its own hand. */
    async function kill(step: string, escrow: boolean, reference: string, spki: string): Promise<void> {
      const { host, user, database } = bench.database;
      const env: NodeJS.ProcessEnv = {
        ...process.env,
        LANYARD_ISSUE_AND_DIE: JSON.stringify({ step, escrow, reference, spki, host, user, database } satisfies Order),
      };
      delete env['NODE_TEST_CONTEXT'];
      const child = spawn(process.execPath, [import.meta.filename], { env, stdio: ['ignore', 'inherit', 'inherit'] });
      const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
      assert.equal(signal, 'SIGKILL', `${step} was never reached`);
    }

    const rowsOf = async (reference: string) =>
      (
        await sql<{
          state: string;
          serial: string;
          sha256: string | null;
        }>`select state, serial, sha256 from issuer.certificate
        where reference = ${reference} order by reserved_at, id`.execute(bench.db.pool)
      ).rows;

    async function ocspState(serial: string): Promise<string | undefined> {
      const authority = (await bench.issuer.authorities()).find((a) => a.id === 'derived');
      assert.ok(authority);
      const certId = await ocspCertId(fromHex(serial), authority.certificate, nodeDigest);
      const { der } = await bench.issuer.ocsp('derived', buildOcspRequest({ certIds: [certId] }));
      return parseOcspResponse(der).basic?.responses[0]?.status.state;
    }

    for (const step of issuanceSteps) {
      test(`${step}: the next try ends with one certificate, and a number given up is revoked`, async () => {
        const input = issueInput();
        await kill(step, false, input.reference, toBase64(input.spki));
        const [interrupted] = await rowsOf(input.reference);
        assert.ok(interrupted);

        const issued = await bench.issuer.issue(input);

        const rows = await rowsOf(input.reference);
        assert.deepEqual(
          rows.filter((r) => r.state === 'issued').map((r) => r.sha256),
          [issued.sha256],
        );
        assert.equal(await ocspState(issued.serial), 'good');
        if (step === 'issuer.audited') return assert.equal(interrupted.serial, issued.serial);
        assert.notEqual(interrupted.serial, issued.serial);
        assert.equal(await ocspState(interrupted.serial), 'revoked');
        const crl = parseCrl((await bench.issuer.publishCrl('derived')).der);
        assert.equal(crl.find(fromHex(interrupted.serial)).length, 1);
      });
    }

    for (const step of [...escrowSteps, 'issuer.signed'] as const) {
      test(`${step}: an escrowed key is gone on with, and never lost`, async () => {
        const { spki: _unused, ...input } = issueInput(encryption);
        await kill(step, true, input.reference, '');
        const issued = await bench.issuer.issueWithEscrow(input, 'ec-p256');
        const again = await bench.another().issueWithEscrow(input, 'ec-p256');
        assert.deepEqual(again.pkcs8, issued.pkcs8);
        const recovered = await bench.issuer.recoverEscrowed({
          sha256: issued.sha256,
          reason: 'test',
          actor: { kind: 'console', user: 'test' },
        });
        assert.deepEqual(recovered.pkcs8, issued.pkcs8);
        assert.ok(parseCertificate(recovered.certificate));
      });
    }

    test('what nobody tries again is closed by the sweeper once its lease is over', async () => {
      const input = issueInput();
      await kill('issuer.signed', false, input.reference, toBase64(input.spki));
      assert.equal(await bench.issuer.chores.sweepIntents(), 0, 'another process may still be at it');
      bench.clock.advance(61_000);
      assert.equal(await bench.issuer.chores.sweepIntents(), 1);
      const [row] = await rowsOf(input.reference);
      assert.equal(row?.state, 'closed');
      assert.equal(await ocspState(row?.serial ?? ''), 'revoked');
    });
  });
}
