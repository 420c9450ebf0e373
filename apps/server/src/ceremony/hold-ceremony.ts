import { randomBytes } from 'node:crypto';
import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import { createCeremony, type Ceremony, type CeremonyRoot } from '@lanyard/issuer';
import { systemRandom } from '@lanyard/kernel';
import { type Bytes, nameFrom, nameToString, parseCertificate, toHex, toPem } from '@lanyard/pki';
import { type CeremonyFolder, RECORDS, workOn } from './ceremony-folder.ts';
import { type CeremonyKeys, openCeremonyKeys } from './ceremony-keys.ts';
import { checkFolder } from './check-folder.ts';
import { passphraseOf } from './passphrase.ts';
import { type CeremonyPlan, type CeremonySetting, circumstances, type NewAuthority } from './plan.ts';
import type { InstallationRecord, OfflineRecord } from './records.ts';
import { startTranscript, type Transcript } from './transcript.ts';

const YEAR = 365.25;

/** What the steps of a ceremony have at hand. */
export interface AtWork {
  readonly setting: CeremonySetting;
  readonly folder: CeremonyFolder;
  readonly keys: CeremonyKeys;
  readonly transcript: Transcript;
}

/** Runs steps over a working copy of the folder: all of it is kept, or nothing. */
export async function atWork(
  setting: CeremonySetting,
  title: string,
  from: 'new' | 'existing',
  work: (at: AtWork) => Promise<void>,
): Promise<void> {
  const folder = await workOn(setting.folder, from);
  const keys = await openCeremonyKeys(setting, folder);
  const transcript = startTranscript(setting);
  try {
    transcript.note(`LANYARD KEY CEREMONY: ${title}`);
    await transcript.step('place, people and programs', circumstances(setting));
    await work({ setting, folder, keys, transcript });
    await checkFolder(folder, nodeVerifier);
    transcript.note('');
    transcript.note('Every certificate and CRL was read again from its file and verified. SHA-256 of every file:');
    for (const line of await folder.hashes()) transcript.note(`    ${line}`);
    transcript.note(`Ended ${setting.clock.now().toISOString()}. Signed:`);
    for (const person of setting.people) transcript.note(`    ${person}: ______________________________`);
    // The name of a second ceremony in one second must not meet the first one's.
    const name = `transcript-${setting.clock.now().toISOString().replace(/\D/g, '').slice(0, 14)}-${toHex(new Uint8Array(randomBytes(2)))}.txt`;
    await folder.finish({ name, text: transcript.text() });
  } catch (error) {
    await keys.undo().catch(() => setting.say('keys made in the token could not be removed: remove them by hand'));
    await folder.discard();
    throw error;
  } finally {
    await keys.close();
  }
}

/** A ceremony's signing, with this machine's own clock and randomness. */
export const signing = ({ clock }: CeremonySetting, statusUrl: string): Ceremony =>
  createCeremony({ clock, random: systemRandom, digest: nodeDigest, verifier: nodeVerifier }, { statusUrl });

/**
 * `lanyard ceremony`: 1. root key and certificate 2. each issuing authority's 3. the root's first CRL
 * 4. everything read again and checked 5. transcript. Needs neither server nor database.
 * @throws CeremonyStopped when a step is not confirmed; then nothing is kept
 */
export function holdCeremony(plan: CeremonyPlan): Promise<void> {
  return atWork(plan, 'a root and its issuing authorities', 'new', async (at) => {
    const ceremony = signing(plan, plan.statusUrl);
    const root = await makeRoot(at, plan, ceremony);
    const authorities = [];
    for (const authority of plan.issuing)
      authorities.push(
        await makeIssuing(at, ceremony, { root: root.root, organisation: plan.organisation, authority }),
      );
    const crl = 'root.crl.pem';
    await at.transcript.step('the first CRL of the root', [`number       1, good for ${plan.crlDays} days`]);
    const der = await ceremony.crl(root.root, { number: 1, validDays: plan.crlDays, revoked: [] });
    await at.folder.write('installation', crl, toPem('X509 CRL', der));
    await writeRecords(
      at,
      {
        version: 1,
        statusUrl: plan.statusUrl,
        root: { id: plan.root.id, certificate: `${plan.root.id}.pem`, crl },
        authorities: authorities.map((a) => a.entry),
      },
      { version: 1, key: root.ref, crlNumber: 1, issued: authorities.map((a) => a.issued), revoked: [] },
    );
  });
}

async function makeRoot(at: AtWork, { root, organisation, rootPassphraseFile }: CeremonyPlan, ceremony: Ceremony) {
  const { folder, keys, transcript } = at;
  await transcript.step('the key of the root', [`kind         ${root.keyType}`, `for          ${root.years} years`]);
  const passphrase = await passphraseFor(at, root.id, rootPassphraseFile);
  const { signer, ref } = await keys.make(root.id, 'offline', root.keyType, passphrase);
  transcript.note(`    made         ${keys.placeOf(ref)}`);
  await transcript.step('the certificate of the root', [`name         ${organisation} Root CA`]);
  const subject = named(organisation, 'Root CA');
  const certificate = await ceremony.root({
    id: root.id,
    subject,
    signer,
    lifetimeDays: Math.floor(root.years * YEAR),
  });
  await folder.write('installation', `${root.id}.pem`, toPem('CERTIFICATE', certificate));
  tell(at, certificate);
  return { root: { id: root.id, certificate, signer }, ref };
}

export interface IssuingOrder {
  readonly root: CeremonyRoot;
  readonly organisation: string;
  readonly authority: NewAuthority;
}

export async function makeIssuing(at: AtWork, ceremony: Ceremony, { root, organisation, authority }: IssuingOrder) {
  const { folder, keys, transcript, setting } = at;
  const { id, kind, line, keyType, years } = authority;
  const facts = [`kind         ${kind}, line ${line}`, `key          ${keyType}`, `for          ${years} years`];
  await transcript.step(`key and certificate of the issuing authority "${id}"`, facts);
  const passphrase = await passphraseFor(at, id, setting.passphraseFile);
  const { signer, ref } = await keys.make(id, 'installation', keyType, passphrase);
  transcript.note(`    made         ${keys.placeOf(ref)}`);
  const label = kind === 'derived' ? 'Derived Credential CA' : 'Card CA';
  const subject = named(organisation, id === kind ? label : `${label} ${id}`);
  const spec = { subject, spki: signer.spki, lifetimeDays: Math.floor(years * YEAR) };
  const der = await ceremony.issuing(root, spec);
  await folder.write('installation', `${id}.pem`, toPem('CERTIFICATE', der));
  tell(at, der);
  const { serial, notAfter } = parseCertificate(der);
  return {
    entry: { id, kind, line, certificate: `${id}.pem`, key: ref },
    issued: { id, serial, notAfter: notAfter.toISOString() },
  };
}

/** Keys in a token are guarded by its PIN. */
async function passphraseFor({ setting, transcript }: AtWork, id: string, file: string): Promise<string> {
  if (setting.inToken.includes(id)) return '';
  const { passphrase, made } = await passphraseOf(file, true);
  transcript.note(`    passphrase   in ${file}${made ? ', made now' : ''}`);
  return passphrase;
}

export const named = (organisation: string, commonName: string) =>
  nameFrom([
    { type: 'C', value: 'US' },
    { type: 'O', value: organisation },
    { type: 'CN', value: `${organisation} ${commonName}` },
  ]);

/** What people compare by reading it aloud. */
export function tell({ transcript }: AtWork, der: Bytes): void {
  const { subject, serial, notBefore, notAfter } = parseCertificate(der);
  transcript.note(`    subject      ${nameToString(subject)}`);
  transcript.note(`    serial       ${serial}`);
  transcript.note(`    valid        ${notBefore.toISOString()} to ${notAfter.toISOString()}`);
  transcript.note(`    SHA-256      ${toHex(nodeDigest.digest('sha256', der)).replace(/(.{4})(?=.)/g, '$1 ')}`);
}

export async function writeRecords(
  { folder }: AtWork,
  installation: InstallationRecord,
  offline: OfflineRecord,
): Promise<void> {
  await folder.write('installation', RECORDS.installation, `${JSON.stringify(installation, null, 2)}\n`);
  await folder.write('offline', RECORDS.offline, `${JSON.stringify(offline, null, 2)}\n`);
}
