// node scripts/claims.ts [--check]: docs/claims.md from the titles of the tests; --check only tells whether it is stale.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTitles } from './claims/read-titles.ts';
import { writePage, type Notes } from './claims/write-page.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs/claims.md');
const NOTES = join(ROOT, 'docs/claims-notes.json');

const files = ['apps', 'base', 'contexts', 'pure', 'scripts', 'test']
  .flatMap((floor) =>
    globSync('**/*.test.{ts,tsx}', { cwd: join(ROOT, floor), exclude: isBuilt }).map((file) => join(floor, file)),
  )
  .filter((file) => !file.startsWith('scripts/claims/')) // its tests quote ids that they do not prove
  .sort();
const titles = files.flatMap((file) => readTitles(file, readFileSync(join(ROOT, file), 'utf8')));
const page = writePage(titles, JSON.parse(readFileSync(NOTES, 'utf8')) as Notes);
const known = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';

if (!process.argv.includes('--check')) {
  writeFileSync(PAGE, page);
  console.log(`docs/claims.md: ${new Set(titles.flatMap(({ ids }) => ids)).size} requirements named by tests`);
} else if (known !== page) {
  console.log('docs/claims.md does not say what the tests say');
  process.exitCode = 1;
}

function isBuilt(path: string): boolean {
  return /(^|\/)(node_modules|dist)$/.test(path);
}
