import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import * as pki from './index.ts';
import { readmeWorld } from './testing/readme-world.ts';

const FOLDER = join(import.meta.dirname, '../../../.build/readme');
const WORLD = join(import.meta.dirname, 'testing/readme-world.ts');
const guide = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const examples = [...guide.matchAll(/^## (.+)\n(?:(?!^## )[^])*?^```ts\n([^]+?)^```/gm)];
const given = Object.keys(await readmeWorld());

/** Lines that say what they give become assertions. */
const asserting = (code: string): string =>
  code.replace(/^( *)(.+); \/\/ → (.+)$/gm, '$1assert.deepEqual(await ($2), $3);');

/** An example as a function: its names are those of the package and of the world, unless it declares them. */
function functionOf(code: string): string {
  const names = given.filter((name) => !new RegExp(`^const ${name}\\b`, 'm').test(code));
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code);
  const values = Object.keys(pki).filter((name) => !given.includes(name) && used(name));
  return `async () => {\nconst { ${values.join(', ')} } = pki;\nconst { ${names.join(', ')} } = world;\n${asserting(code)}\n}`;
}

/** One program of all examples, which prints what became of each. */
const program = (): string => `
import assert from 'node:assert/strict';
import * as pki from '@lanyard/pki';
import type { CertificateRules } from '@lanyard/pki';
import { readmeWorld } from ${JSON.stringify(WORLD)};
const world = await readmeWorld();
const outcomes = {};
const examples = { ${examples.map(([, title = '', code = '']) => `${JSON.stringify(title)}: ${functionOf(code)}`).join(',\n')} };
for (const [title, example] of Object.entries(examples)) {
  outcomes[title] = await example().then(() => 'as it says', (error) => String(error.stack));
}
console.log(JSON.stringify(outcomes));
`;

let outcomes: Readonly<Record<string, string>> = {};
before(() => {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, 'examples.ts');
  writeFileSync(file, program());
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 30_000 });
  assert.ok(stdout.startsWith('{'), stderr);
  outcomes = JSON.parse(stdout) as typeof outcomes;
});

for (const [, title = ''] of examples) {
  test(`the guide's example "${title}" runs and gives what it says`, () => {
    assert.equal(outcomes[title], 'as it says');
  });
}

test('the guide has an example for every part of the package', () => {
  assert.deepEqual(
    examples.map(([, title]) => title),
    ['Issue a certificate', 'Read one', 'Requests', 'Status', 'Validate a path', 'Containers', 'Lint'],
  );
});
