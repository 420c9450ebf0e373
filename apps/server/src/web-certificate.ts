import { readFile } from 'node:fs/promises';
import { generateKeyPair } from '@lanyard/crypto';
import type { Issuer } from '@lanyard/issuer';
import { days, executeSql, type Clock, type Db, type MasterKey, type RandomSource } from '@lanyard/kernel';
import { nameFrom, toPem } from '@lanyard/pki';
import type { Config } from './config.ts';

export interface WebCertificate {
  /** PEM. */
  readonly key: string;
  /** PEM, the server's own first. */
  readonly cert: string;
}

interface Kept extends WebCertificate {
  readonly notAfter: string;
}

const RENEW_BEFORE = days(30);

interface Parts {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly masterKey: MasterKey;
  readonly issuer: Issuer;
}

/**
 * The certificate of this installation's own https listeners: the files that the deployment names, or one from
 * the demo's root, kept sealed so that every process shows the same.
 */
export async function webCertificate(parts: Parts): Promise<WebCertificate> {
  const { config, db, clock, masterKey } = parts;
  if (config.tls)
    return {
      key: await readFile(config.tls.keyFile, 'utf8'),
      cert: await readFile(config.tls.certificateFile, 'utf8'),
    };
  const name = `web certificate ${config.host}`;
  const open = (sealed: Uint8Array): Kept => JSON.parse(Buffer.from(masterKey.open(name, sealed)).toString()) as Kept; // sound: sealed by us
  const before = await findSealed(db, name);
  const kept = before && open(before);
  if (kept && new Date(kept.notAfter).getTime() - RENEW_BEFORE > clock.now().getTime()) return kept;
  const made = await makeCertificate(parts);
  const bytes = Buffer.from(masterKey.seal(name, Buffer.from(JSON.stringify(made))));
  // Of those that make one at once the first is kept, and all of them show it.
  await executeSql(
    db.pool,
    `insert into kernel.sealed_secret as s (name, sealed) values ($1, $2)
     on conflict (name) do update set sealed = excluded.sealed where s.sealed = $3`,
    [name, bytes, before],
  );
  const stands = await findSealed(db, name);
  return stands ? open(stands) : made;
}

async function findSealed(db: Db, name: string): Promise<Buffer | null> {
  const { rows } = await executeSql(db.pool, 'select sealed from kernel.sealed_secret where name = $1', [name]);
  return (rows[0] as { sealed: Buffer } | undefined)?.sealed ?? null;
}

async function makeCertificate({ issuer, config, clock, random }: Parts): Promise<Kept> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const issued = await issuer.issue({
    authority: 'root',
    profile: 'tls-server',
    reference: `web/${config.host}/${random.uuid()}`,
    subject: nameFrom([
      { type: 'O', value: config.organisation },
      { type: 'CN', value: config.host },
    ]),
    extraSan: [{ kind: 'dns', value: config.host }],
    spki,
    notAfter: new Date(clock.now().getTime() + days(365)),
    policies: [],
    holder: null,
  });
  const chain = issued.chain.slice(0, -1); // the root itself is not sent
  return {
    key: toPem('PRIVATE KEY', pkcs8),
    cert: [issued.certificate, ...chain].map((der) => toPem('CERTIFICATE', der)).join(''),
    notAfter: issued.notAfter.toISOString(),
  };
}
