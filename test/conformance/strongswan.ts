// strongSwan's client and openssl, as the suites of EST and SCEP run them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Lanyard } from '../e2e/support/lanyard.ts';
import { until } from '../e2e/support/run-program.ts';

const run = promisify(execFile);

/** @returns what it wrote; an end with an error throws */
export const openssl = async (...args: readonly string[]): Promise<string> => (await run('openssl', args)).stdout;

/** @returns what the client said, and the octets that it wrote; a refusal throws what it said */
export async function pki(...args: readonly string[]): Promise<{ readonly said: string; readonly out: Buffer }> {
  const options = { encoding: 'buffer', timeout: 60_000 } as const;
  const { stdout, stderr } = await run('pki', args, options).catch((e: { stderr: Buffer }) => {
    throw new Error(e.stderr.toString());
  });
  return { said: stderr.toString(), out: stdout };
}

/** Has openssl follow a certificate to the root. All three are files of DER. @returns what it says */
export async function verify(certificate: string, authority: string, root: string): Promise<string> {
  const pem = async (der: string): Promise<string> => {
    await openssl('x509', '-inform', 'der', '-in', der, '-out', `${der}.pem`);
    return `${der}.pem`;
  };
  const [anchor, above, own] = [await pem(root), await pem(authority), await pem(certificate)];
  return openssl('verify', '-x509_strict', '-CAfile', anchor, '-untrusted', above, own);
}

export const subjectOf = (certificate: string): Promise<string> =>
  openssl('x509', '-inform', 'der', '-in', certificate, '-noout', '-subject', '-nameopt', 'RFC2253');

/** The client ends in an error, and the server says why it refused. */
export async function assertRefused(on: Lanyard, work: Promise<unknown>, why: RegExp): Promise<void> {
  const before = on.log().length;
  await assert.rejects(work);
  // Its log comes through a pipe, maybe later than the answer.
  await until(`${why} in the log`, () => Promise.resolve(why.test(on.log().slice(before))), 10);
}
