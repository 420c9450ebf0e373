import { writeFile } from 'node:fs/promises';
import { toPem } from '@lanyard/pki';
import type { OpenContexts } from '../contexts.ts';

/**
 * `lanyard demo trust`: writes the demo's root certificate.
 * @throws Error when there is no demo agency here
 */
export async function writeDemoRoot({ issuer }: OpenContexts, path: string): Promise<void> {
  const root = (await issuer.authorities()).find((a) => a.id === 'root');
  if (!root) throw new Error('there is no demo root here: start Lanyard once with the demo agency');
  await writeFile(path, toPem('CERTIFICATE', root.certificate.der));
}
