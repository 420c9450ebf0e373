import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { adminPermissions, permissionsOf, role, type AdminPermission, type Role } from '@lanyard/contract';

const PAGE = resolve(import.meta.dirname, '../../docs/administration.md');
const AREAS = [...new Set(adminPermissions.map((name) => name.split('.')[0] ?? ''))];
const wordOf = { read: 'reads', write: 'changes', recover: 'recovers', decide: 'decides' } as const;
const isWord = (verb: string): verb is keyof typeof wordOf => verb in wordOf;

/** What a role may do in an area, the most that it may. */
function cell(name: Role, area: string): string {
  const verbs = adminPermissions
    .filter((permission: AdminPermission) => permission.startsWith(`${area}.`) && permissionsOf[name].has(permission))
    .map((permission) => permission.slice(area.length + 1));
  const verb = verbs.findLast(isWord);
  return verb === undefined ? '–' : wordOf[verb];
}

test("the administrator's guide has the table of roles as it is in force", () => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...role.options]),
    `|${'---|'.repeat(role.options.length + 1)}`,
    ...AREAS.map((area) => line([area, ...role.options.map((name) => cell(name, area))])),
  ].join('\n');
  assert.ok(readFileSync(PAGE, 'utf8').includes(table), `docs/administration.md should have\n${table}`);
});
