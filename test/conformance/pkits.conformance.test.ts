import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RefusalCode } from '@lanyard/pki';
import { difference, pkitsDir, type PkitsCase, readCases, runCase } from './pkits.ts';

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
        const failure = unsupported.includes(pkits.test)
          ? await refusesAsUnsupported(pkits)
          : difference(pkits, await runCase(pkits), reasons[section] ?? []);
        if (failure) failures.push(failure);
        else if (unsupported.includes(pkits.test)) tally.refused.push(pkits.test);
        else tally.asExpected++;
      }
      assert.deepEqual(failures, []);
    });
  }
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

async function refusesAsUnsupported(pkits: PkitsCase): Promise<string | null> {
  const outcome = await runCase(pkits);
  if (
    outcome.kind === 'judged' &&
    !outcome.result.accepted &&
    outcome.result.refusal.code === 'unsupported_algorithm'
  ) {
    return null;
  }
  return `${pkits.test} ${pkits.title}: not refused as unsupported_algorithm`;
}
