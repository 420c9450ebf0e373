import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathResult, RefusalCode } from '@lanyard/pki';
import { difference, ownPool, pkitsDir, type PkitsCase, readCases, runCase, wholePool } from './pkits.ts';

/** DSA, which FIPS 186-5 withdrew. */
const unsupported = ['4.1.4', '4.1.5'];

/** What a case that must fail may be refused for, by section: right for a wrong reason would be luck. */
const reasons: Readonly<Record<string, readonly RefusalCode[]>> = {
  '4.1': ['signature', 'unsupported_algorithm'],
  '4.2': ['expired', 'not_yet_valid'],
  '4.3': ['no_path'],
  '4.4': ['revoked', 'status_unknown'],
  '4.5': ['revoked', 'not_ca'],
  '4.6': ['not_ca', 'path_length'],
  '4.7': ['key_usage', 'status_unknown'],
  '4.8': ['policy'],
  '4.9': ['policy'],
  '4.10': ['policy'],
  '4.11': ['policy'],
  '4.12': ['policy'],
  '4.13': ['name_constraint'],
  '4.14': ['revoked', 'on_hold', 'status_unknown'],
  '4.15': ['revoked', 'status_unknown'],
  '4.16': ['unknown_critical_extension'],
};

const cases = readCases();
if (!cases) {
  const reason = `PKITS: not run (no data in ${pkitsDir})`;
  console.log(reason);
  test('PKITS comes out as NIST expects', { skip: reason }, () => {});
} else {
  const tally = { asExpected: 0, refused: [] as string[] };
  for (const [section, ofSection] of Map.groupBy(cases, sectionOf)) {
    test(`PKITS ${section}: all ${ofSection.length} cases come out as NIST expects`, async () => {
      const failures: string[] = [];
      for (const pkits of ofSection) {
        const failure = failureOf(pkits, await runCase(pkits, ownPool(pkits)));
        if (failure) failures.push(failure);
        else if (unsupported.includes(pkits.test)) tally.refused.push(pkits.test);
        else tally.asExpected++;
      }
      assert.deepEqual(failures, []);
    });
  }
  test('PKITS comes out the same with all certificates and CRLs of the suite in one bag', async () => {
    const pool = wholePool();
    const failures: (string | null)[] = [];
    for (const pkits of cases) failures.push(failureOf(pkits, await runCase(pkits, pool)));
    assert.deepEqual(
      failures.filter((failure) => failure !== null),
      [],
    );
  });
  test('PKITS is whole: every case was judged', () => {
    console.log(
      `PKITS: ${tally.asExpected} of ${cases.length} as expected, ${tally.refused.length} refused as unsupported (${tally.refused.join(' ')})`,
    );
    assert.equal(tally.asExpected + tally.refused.length, cases.length);
    assert.deepEqual(tally.refused, unsupported);
  });
}

function sectionOf({ test: id }: PkitsCase): string {
  return id.split('.').slice(0, 2).join('.');
}

function failureOf(pkits: PkitsCase, result: PathResult): string | null {
  if (!unsupported.includes(pkits.test)) return difference(pkits, result, reasons[sectionOf(pkits)] ?? []);
  const asUnsupported = !result.accepted && result.refusal.code === 'unsupported_algorithm';
  return asUnsupported ? null : `${pkits.test} ${pkits.title}: not refused as unsupported_algorithm`;
}
