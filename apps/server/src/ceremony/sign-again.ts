import { toPem } from '@lanyard/pki';
import type { Ceremony, CeremonyRoot } from '@lanyard/issuer';
import { type CeremonyFolder, readInstallationRecord, readOfflineRecord, RECORDS } from './ceremony-folder.ts';
import { type AtWork, atWork, makeIssuing, signing, writeRecords } from './hold-ceremony.ts';
import { passphraseOf } from './passphrase.ts';
import type { CeremonySetting, NewAuthority } from './plan.ts';
import type { CeremonyRevocation, InstallationRecord, OfflineRecord } from './records.ts';

/** A ceremony goes on with the root of an earlier one: each of these ends with a new CRL. */
export interface CrlPlan extends CeremonySetting {
  readonly crlDays: number;
  /** Ids of issuing authorities to be revoked, with the reason. */
  readonly revoke: readonly { readonly id: string; readonly reason: CeremonyRevocation['reason'] }[];
}

export interface AuthorityPlan extends CeremonySetting {
  readonly organisation: string;
  readonly authority: NewAuthority;
  readonly crlDays: number;
}

interface Known {
  readonly installation: InstallationRecord;
  readonly offline: OfflineRecord;
}

/** `lanyard ceremony crl`: the next CRL of the root, with issuing authorities revoked where that is asked for. */
export function signRootCrl(plan: CrlPlan): Promise<void> {
  return atWork(plan, 'the next CRL of the root', 'existing', async (at) => {
    const known = await readRecords(at.folder);
    const revoked = plan.revoke.map(({ id, reason }) => revocationOf(known, id, reason, plan.clock.now()));
    const { root, ceremony } = await openRoot(at, known);
    await nextCrl(at, { root, ceremony, known, crlDays: plan.crlDays, revoked });
  });
}

/** `lanyard ceremony authority`: another issuing authority under the root, such as a successor. */
export function addAuthority(plan: AuthorityPlan): Promise<void> {
  return atWork(plan, `the issuing authority "${plan.authority.id}"`, 'existing', async (at) => {
    const known = await readRecords(at.folder);
    if (known.offline.issued.some((a) => a.id === plan.authority.id))
      throw new Error(`there is an authority "${plan.authority.id}" already: choose another id`);
    const { root, ceremony } = await openRoot(at, known);
    const made = await makeIssuing(at, ceremony, { ...plan, root });
    const { installation, offline } = known;
    const grown = {
      installation: { ...installation, authorities: [...installation.authorities, made.entry] },
      offline: { ...offline, issued: [...offline.issued, made.issued] },
    };
    await nextCrl(at, { root, ceremony, known: grown, crlDays: plan.crlDays, revoked: [] });
  });
}

async function readRecords(folder: CeremonyFolder): Promise<Known> {
  return {
    installation: readInstallationRecord(await folder.read('installation', RECORDS.installation)),
    offline: readOfflineRecord(await folder.read('offline', RECORDS.offline)),
  };
}

async function openRoot(at: AtWork, { installation, offline }: Known) {
  const { setting, folder, keys, transcript } = at;
  await transcript.step('open the key of the root', [`key          ${keys.placeOf(offline.key)}`]);
  const certificate = await folder.readPem('installation', installation.root.certificate);
  const passphrase = 'file' in offline.key ? (await passphraseOf(setting.rootPassphraseFile, false)).passphrase : '';
  const signer = await keys.open(offline.key, 'offline', certificate, passphrase);
  const root: CeremonyRoot = { id: installation.root.id, certificate, signer };
  return { root, ceremony: signing(setting, installation.statusUrl) };
}

interface NextCrl {
  readonly root: CeremonyRoot;
  readonly ceremony: Ceremony;
  readonly known: Known;
  readonly crlDays: number;
  readonly revoked: readonly CeremonyRevocation[];
}

async function nextCrl(at: AtWork, { root, ceremony, known, crlDays, revoked }: NextCrl): Promise<void> {
  const { installation, offline } = known;
  const all = [...offline.revoked, ...revoked];
  const number = offline.crlNumber + 1;
  await at.transcript.step('the CRL of the root', [
    `number       ${number}, good for ${crlDays} days`,
    ...all.map((r) => `revoked      ${r.serial} (${r.reason}) since ${r.at}`),
  ]);
  const entries = all.map(({ serial, at: since, reason }) => ({ serial, reason, at: new Date(since) }));
  const crl = await ceremony.crl(root, { number, validDays: crlDays, revoked: entries });
  await at.folder.write('installation', installation.root.crl, toPem('X509 CRL', crl));
  await writeRecords(at, installation, { ...offline, crlNumber: number, revoked: all });
}

function revocationOf(
  { offline }: Known,
  id: string,
  reason: CeremonyRevocation['reason'],
  now: Date,
): CeremonyRevocation {
  const issued = offline.issued.find((a) => a.id === id);
  if (!issued) throw new Error(`the root has not issued "${id}": ${offline.issued.map((a) => a.id).join(', ')}`);
  if (offline.revoked.some((r) => r.serial === issued.serial)) throw new Error(`"${id}" is revoked already`);
  return { serial: issued.serial, reason, at: now.toISOString() };
}
