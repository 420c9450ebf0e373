// The command as it is typed, on what openssl makes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { needs } from '../needs.ts';
import { runProgram } from './support/run-program.ts';

const CLI = resolve(import.meta.dirname, '../../apps/cli/src/main.ts');
const lint = (...args: string[]) => runProgram(process.execPath, [CLI, 'lint', ...args]);

describe('lanyard lint', { skip: needs('openssl') }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-lint-'));
  const root = join(folder, 'root.pem');
  after(() => rmSync(folder, { recursive: true }));
  before(async () => {
    const extensions = [
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,keyCertSign,cRLSign',
      'subjectKeyIdentifier=hash',
    ];
    const flags = extensions.flatMap((e) => ['-addext', e]);
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-384',
      '-nodes',
      '-days',
      '3650',
      '-subj',
      '/C=US/O=Agency/CN=Root',
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      root,
    ];
    const made = await runProgram('openssl', [...args, ...flags]);
    assert.equal(made.code, 0, made.text);
  });

  test('a sound root has nothing said against it: exit code 0, no installation', async () => {
    const { code, text } = await lint(root);
    assert.match(text, /certificate as root, .*CN=Root.*: nothing to say against it/);
    assert.equal(code, 0);
  });

  test('the same held against the profile of derived authentication: findings with clause and severity, exit code 1', async () => {
    const { code, text } = await lint('--profile', 'derived-authentication', root);
    assert.match(text, /error +profile_ca: .*\[FPKI Common Profiles v2\.2 worksheet 10\]/);
    assert.equal(code, 1);
  });

  test('what cannot be read, and a profile that there is not, are told in a line', async () => {
    writeFileSync(join(folder, 'words.txt'), 'hello');
    assert.equal((await lint(join(folder, 'words.txt'))).code, 1);
    const absent = await lint(join(folder, 'absent.pem'));
    assert.match(absent.text, /absent\.pem cannot be read \(ENOENT\)/);
    assert.equal(absent.code, 1);
    assert.equal((await lint('--profile', 'nonsense', root)).code, 2);
  });
});
