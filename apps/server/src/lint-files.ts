import { open } from 'node:fs/promises';
import { createLinter, type Linted, type LintProfile } from '@lanyard/issuer';
import { MAX_CRL_OCTETS } from '@lanyard/pki';

export type { Linted, LintProfile } from '@lanyard/issuer';

export interface LintedFile {
  readonly path: string;
  readonly objects: readonly Linted[];
}

const linter = createLinter();

export const lintProfiles: readonly LintProfile[] = linter.profiles;

/**
 * `lanyard lint`: holds files against the rules that the issuer itself obeys. Needs no installation.
 * @param paths DER or PEM
 * @throws Error naming a file that cannot be read
 */
export async function* lintFiles(paths: readonly string[], profile?: LintProfile): AsyncGenerator<LintedFile> {
  for (const path of paths) yield { path, objects: linter.lint(await readBounded(path), profile) };
}

async function readBounded(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  try {
    const { size } = await file.stat();
    if (size > MAX_CRL_OCTETS)
      throw new Error(`${path} has ${size} octets, more than any CRL: at most ${MAX_CRL_OCTETS}`);
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}
