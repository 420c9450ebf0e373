// npm run check: types, lint, format, the order of the rooms and the claims page, in seconds.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const bin = (name: string): string => resolve(ROOT, 'node_modules/.bin', name);
const node = process.execPath;

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What to do when it fails, where that is not plain. */
  readonly remedy?: string;
}

const STEPS: readonly Step[] = [
  { name: 'types', command: [node, bin('tsc'), '-b', '--checkers', '2'] },
  { name: 'lint', command: [node, bin('oxlint'), '--format', 'unix'] },
  { name: 'format', command: [node, bin('oxfmt'), '--list-different', '.'], remedy: 'npm run format' },
  { name: 'architecture', command: [node, 'test/run.ts', 'unit', 'test/architecture.test.ts'] },
  {
    name: 'claims',
    command: [node, 'scripts/claims.ts', '--check'],
    remedy: 'node_modules/.bin/node scripts/claims.ts',
  },
];

interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

function perform(step: Step): Promise<Outcome> {
  const begin = performance.now();
  const [program, ...args] = step.command;
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise, resolve: done } = Promise.withResolvers<Outcome>();
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const end = (code: number): void => done({ code, output, seconds: (performance.now() - begin) / 1000 });
  child.on('error', (error) => {
    output += error.message;
    end(127);
  });
  child.on('close', (code) => end(code ?? 1));
  return promise;
}

async function check(step: Step): Promise<boolean> {
  const { code, output, seconds } = await perform(step);
  const remedy = step.remedy === undefined ? '' : `  (mend with: ${step.remedy})`;
  console.log(
    `${code === 0 ? '✔' : '✖'} ${step.name.padEnd(14)}${seconds.toFixed(1).padStart(5)} s${code === 0 ? '' : remedy}`,
  );
  if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
  return code === 0;
}

// the type check fills both cores and the linter reads what it wrote; the light ones go beside each other
const [types, ...rest] = STEPS;
const results = types === undefined ? [] : [await check(types), ...(await Promise.all(rest.map(check)))];
const failed = results.filter((ok) => !ok).length;
console.log(failed === 0 ? '\nall is well' : `\n${failed} of ${results.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
