import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Actor, isLanyardError } from '@lanyard/kernel';
import { fromPem, type Bytes } from '@lanyard/pki';
import type { OpenContexts } from '../contexts.ts';
import { readInstallationRecord, RECORDS } from './ceremony-folder.ts';
import { passphraseOf } from './passphrase.ts';
import type { KeyRef } from './records.ts';
import { openKey } from './sealed-key.ts';

export interface CeremonyImport {
  /** The part of a ceremony that is for an installation. */
  readonly folder: string;
  readonly passphraseFile: string | undefined;
  /** When successors among the authorities begin to issue; at once when absent. */
  readonly activeFrom: Date | undefined;
  readonly actor: Actor;
  readonly say: (line: string) => void;
}

/**
 * `lanyard authority import`: 1. root 2. its CRL 3. issuing authorities. Safe to repeat: what is here stays, what is
 * new comes in, so the same command brings the root's next CRL.
 * @throws Error in a line that names the file
 */
export async function importCeremony({ issuer, urls }: OpenContexts, input: CeremonyImport): Promise<void> {
  const { folder, actor, say } = input;
  await refuseRootKey(folder);
  const text = (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new Error(
        `${join(folder, name)} cannot be read (${cause.code ?? cause.message}): name the folder "installation" of a ceremony`,
        { cause },
      );
    });
  const pem = async (name: string): Promise<Bytes> => fromPem(await text(name))[0] ?? new Uint8Array(0);
  const record = readInstallationRecord(await text(RECORDS.installation));
  if (record.statusUrl !== urls.status)
    throw new Error(
      `the certificates name ${record.statusUrl}, and this installation answers at ${urls.status}: nobody would find its CRLs`,
    );

  // Every key is opened before anything comes in: a wrong passphrase leaves nothing half done.
  const taken = new Set((await issuer.authorities()).map((a) => a.id));
  const fresh = await Promise.all(
    record.authorities
      .filter((a) => !taken.has(a.id))
      .map(async (a) => ({ ...a, opened: await keyOf(a.key, text, input) })),
  );

  const { root } = record;
  const rootImport = {
    id: root.id,
    kind: 'root',
    certificate: await pem(root.certificate),
    key: 'offline',
    actor,
  } as const;
  await named(root.certificate, () => issuer.importAuthority(rootImport));
  say(`${root.id}: ${taken.has(root.id) ? 'is here' : 'came in'}; its key stays offline`);
  const { number, nextUpdate } = await named(root.crl, async () =>
    issuer.importCrl(root.id, await pem(root.crl), actor),
  );
  say(`${root.id}: CRL ${number} is in force, good until ${nextUpdate.toISOString()}`);

  for (const { id } of record.authorities.filter((a) => taken.has(a.id))) say(`${id}: is here`);
  for (const { id, kind, line, certificate: file, opened: key } of fresh) {
    const activeFrom = line === id ? undefined : input.activeFrom;
    const certificate = await pem(file);
    const made = await named(file, () =>
      issuer.importAuthority({ id, kind, line, parent: root.id, activeFrom, certificate, key, actor }),
    );
    say(`${id}: came in, issues from ${made.activeFrom.toISOString()}`);
  }
}

async function keyOf(ref: KeyRef, text: (name: string) => Promise<string>, { passphraseFile }: CeremonyImport) {
  if ('tokenLabel' in ref) return ref;
  if (!passphraseFile) throw new Error(`${ref.file} is sealed: name its passphrase with --passphrase-file`);
  const { passphrase } = await passphraseOf(passphraseFile, false);
  return { pkcs8: openKey(await text(ref.file), passphrase, ref.file) };
}

/** The whole folder on a server would make an online root of an offline one. */
async function refuseRootKey(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  if (names.includes('offline'))
    throw new Error(
      `${folder} holds the root's own part, which must not come to an installation: bring only ${join(folder, 'installation')}`,
    );
}

/** The reason that only the details of the error tell. */
async function named<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isLanyardError(cause)) throw cause;
    const why = 'reason' in cause.details ? String(cause.details['reason']) : cause.message;
    throw new Error(`${file}: ${why}`, { cause });
  }
}
