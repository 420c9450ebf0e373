import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, OID, toPem } from '@lanyard/pki';
import { at } from './chain-draft.ts';
import type { Group } from './mutations.ts';

export interface OpensslInput {
  readonly roots: readonly Bytes[];
  readonly intermediates: readonly Bytes[];
  readonly crls: readonly Bytes[];
  readonly leaves: readonly Bytes[];
}

const options: Readonly<Record<Group, readonly string[]>> = {
  plain: [],
  crl: ['-crl_check_all', '-use_deltas'],
  // Without a policy named, openssl takes the user's set for empty, not for any.
  'explicit-policy': ['-policy_check', '-explicit_policy', '-policy', OID.anyPolicy],
  purpose: ['-purpose', 'sslclient'],
};

/** The version line, or null where there is no openssl. */
export function opensslVersion(): string | null {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Asks `openssl verify` about all leaves of a group in one process.
 * @returns for each leaf null where it is accepted, else what openssl says
 */
export function opensslVerify(
  dir: string,
  group: Group,
  { roots, intermediates, crls, leaves }: OpensslInput,
): (string | null)[] {
  const place = join(dir, group);
  mkdirSync(place);
  const bundle = (name: string, label: string, list: readonly Bytes[]) =>
    writeFileSync(join(place, name), list.map((der) => toPem(label, der)).join(''));
  bundle('roots.pem', 'CERTIFICATE', roots);
  bundle('untrusted.pem', 'CERTIFICATE', intermediates);
  bundle('crls.pem', 'X509 CRL', crls);
  for (const [index, der] of leaves.entries()) writeFileSync(join(place, String(index)), toPem('CERTIFICATE', der));
  const fixed = [
    'verify',
    '-no-CApath',
    '-no-CAstore',
    '-attime',
    String(at.getTime() / 1000),
    '-CAfile',
    'roots.pem',
    '-untrusted',
    'untrusted.pem',
  ];
  const lists = group === 'crl' ? ['-CRLfile', 'crls.pem'] : [];
  const files = leaves.map((_, index) => String(index));
  const run = spawnSync('openssl', [...fixed, ...lists, ...options[group], ...files], {
    cwd: place,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const accepted = new Set(run.stdout.split('\n').flatMap((line) => /^(\d+): OK$/.exec(line)?.[1] ?? []));
  const reasons = reasonsOf(run.stderr);
  return files.map((file) => (accepted.has(file) ? null : (reasons.get(file) ?? 'refused without a reason')));
}

/** The error lines before each `error N: verification failed`. */
function reasonsOf(stderr: string): Map<string, string> {
  const reasons = new Map<string, string>();
  let pending: string[] = [];
  for (const line of stderr.split('\n')) {
    const failed = /^error (\d+): verification failed$/.exec(line)?.[1];
    const reason = /^error \d+ at \d+ depth lookup: .*$/.exec(line)?.[0];
    if (reason) pending.push(reason);
    if (failed === undefined) continue;
    reasons.set(failed, pending.join('; '));
    pending = [];
  }
  return reasons;
}
