import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const PLACEHOLDER = '__SHELL__';

/**
 * Tells the service worker what the shell is made of: every built file, and a version that changes when any of them
 * does, so that a cache holds one build and never a mixture.
 */
export function shellList(): Plugin {
  return {
    name: 'lanyard-shell-list',
    apply: 'build',
    writeBundle: ({ dir = '' }) => {
      const worker = join(dir, 'service-worker.js');
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.map') && entry.name !== 'service-worker.js')
        .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).replaceAll('\\', '/'))
        .toSorted();
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)));
      const paths = files.map((file) => (file === '/index.html' ? '/' : file));
      const shell = JSON.stringify({ version: hash.digest('hex').slice(0, 16), paths });
      const code = readFileSync(worker, 'utf8');
      if (!code.includes(PLACEHOLDER)) throw new Error(`service-worker.js does not mention ${PLACEHOLDER}`);
      writeFileSync(
        worker,
        code.replace(PLACEHOLDER, () => `(${shell})`),
      );
    },
  };
}
