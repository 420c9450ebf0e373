import { runProgram } from './run-program.ts';

/** A throw-away certificate of somebody else's server, by OpenSSL: P-256, signed by itself, good for a month. */
export async function selfSigned(
  files: { readonly key: string; readonly certificate: string },
  { name, extensions = [] }: { readonly name: string; readonly extensions?: readonly string[] },
): Promise<void> {
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', files.key];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  const made = await runProgram('openssl', [
    'req',
    '-x509',
    ...newKey,
    '-out',
    files.certificate,
    '-days',
    '30',
    '-subj',
    `/CN=${name}`,
    ...added,
  ]);
  if (made.code !== 0) throw new Error(`openssl made no certificate:\n${made.text}`);
}
