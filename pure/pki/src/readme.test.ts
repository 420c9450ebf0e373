import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as pki from './index.ts';
import { readmeWorld } from './testing/readme-world.ts';

const ROOT = join(import.meta.dirname, '../../..');
const guide = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const examples = [...guide.matchAll(/^## (.+)\n(?:(?!^## )[^])*?^```ts\n([^]+?)^```/gm)];
const world = { ...(await readmeWorld()), expect: assert.deepEqual };

/** Lines that say what they give become assertions. */
const asserting = (code: string): string => code.replace(/^( *)(.+); \/\/ → (.+)$/gm, '$1expect(await ($2), $3);');

/** A module of one example: its names are those of the package and of the world, unless it declares them. */
function moduleOf(code: string): string {
  const names = Object.keys(world).filter((name) => !new RegExp(`^const ${name}\\b`, 'm').test(code));
  const values = Object.keys(pki).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return [
    `import { ${values.join(', ')} } from '@lanyard/pki';`,
    `import type { CertificateRules } from '@lanyard/pki';`,
    `export async function example({ ${names.join(', ')} }) {`,
    asserting(code),
    '}',
  ].join('\n');
}

for (const [, title = '', code = ''] of examples) {
  test(`the guide's example "${title}" runs and gives what it says`, async () => {
    const folder = join(ROOT, '.build/readme');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${title.toLowerCase().replaceAll(/\W+/g, '-')}.ts`);
    writeFileSync(file, moduleOf(code));
    const { example } = (await import(pathToFileURL(file).href)) as { example(given: typeof world): Promise<void> };
    await example(world);
  });
}

test('the guide has an example for every room of the package', () => {
  assert.deepEqual(
    examples.map(([, title]) => title),
    ['Issue a certificate', 'Read one', 'Requests', 'Status', 'Validate a path', 'Containers', 'Lint'],
  );
});
