import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Bytes, toPem, viewOf } from '@lanyard/pki';
import type { Issuer } from '../issuer.ts';

const run = promisify(execFile);

export const noOpenssl: string | false =
  spawnSync('openssl', ['version']).status === 0 ? false : 'needs openssl: apt-get install openssl';

/** openssl as a relying party, at a moment of the test's own clock, in a folder of its own. */
export interface Judge {
  /** Path and status by CRL, every CRL of the path included. @returns what openssl says, refusals too */
  verify(leaf: Bytes, chain: readonly Bytes[], crls: readonly Bytes[]): Promise<string>;
  /** Asks by OCSP for a certificate of an authority, and checks the answer. */
  ocsp(issuer: Issuer, authority: string, leaf: Bytes, chain: readonly Bytes[]): Promise<string>;
  /** Any other command, in the folder. @returns standard output and error */
  run(...args: readonly string[]): Promise<string>;
  file(name: string, content: Uint8Array | string): string;
  remove(): void;
}

export function openssl(now: () => Date): Judge {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-judge-'));
  const file = (name: string, content: Uint8Array | string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const at = (): string[] => ['-attime', String(Math.floor(now().getTime() / 1_000))];
  const pems = (label: string, all: readonly Bytes[]): string => all.map((der) => toPem(label, der)).join('');
  const exec = async (args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await run('openssl', args, { cwd: folder }).catch(
      (failed: { stdout: string; stderr: string }) => failed,
    );
    return `${stdout}${stderr}`;
  };
  const files = (leaf: Bytes, chain: readonly Bytes[]) => ({
    leaf: file('leaf.pem', pems('CERTIFICATE', [leaf])),
    issuer: file('issuer.pem', pems('CERTIFICATE', chain.slice(0, 1))),
    untrusted: file('middle.pem', pems('CERTIFICATE', chain)),
    root: file('root.pem', pems('CERTIFICATE', chain.slice(-1))),
  });
  return {
    async verify(leaf, chain, crls) {
      const { root, untrusted, leaf: path } = files(leaf, chain);
      const args = ['verify', '-x509_strict', '-crl_check_all', '-CRLfile', file('crls.pem', pems('X509 CRL', crls))];
      return await exec([...args, ...at(), '-CAfile', root, '-untrusted', untrusted, path]);
    },
    async ocsp(issuer, authority, leaf, chain) {
      const { root, untrusted, issuer: own, leaf: path } = files(leaf, chain);
      const ask = ['ocsp', '-no_nonce', '-issuer', own, '-cert', path];
      await exec([...ask, '-reqout', join(folder, 'request.der')]);
      const answer = await issuer.ocsp(authority, viewOf(readFileSync(join(folder, 'request.der'))));
      const respin = file('response.der', answer.der);
      // The window of an answer is compared with the machine's own clock, which is not the test's.
      const args = ['-respin', respin, '-CAfile', root, '-verify_other', untrusted, '-validity_period', '1000000000'];
      return await exec([...ask, ...args, ...at()]);
    },
    run: (...args) => exec(args),
    file,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
