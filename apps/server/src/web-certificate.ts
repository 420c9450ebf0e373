import { readFile } from 'node:fs/promises';
import { generateKeyPair } from '@lanyard/crypto';
import type { Issuer } from '@lanyard/issuer';
import { days, executeSql, type Clock, type Db, type MasterKey } from '@lanyard/kernel';
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

/**
 * The certificate of this installation's own https listeners: the files that the deployment names, or one from
 * the demo's root, kept sealed so that every process shows the same.
 */
export async function webCertificate({
  config,
  db,
  clock,
  masterKey,
  issuer,
}: {
  config: Config;
  db: Db;
  clock: Clock;
  masterKey: MasterKey;
  issuer: Issuer;
}): Promise<WebCertificate> {
  if (config.tls)
    return {
      key: await readFile(config.tls.keyFile, 'utf8'),
      cert: await readFile(config.tls.certificateFile, 'utf8'),
    };
  const name = `web certificate ${config.host}`;
  const { rows } = await executeSql(db.pool, 'select sealed from kernel.sealed_secret where name = $1', [name]);
  const sealed = (rows[0] as { sealed: Buffer } | undefined)?.sealed;
  const kept = sealed ? (JSON.parse(Buffer.from(masterKey.open(name, sealed)).toString()) as Kept) : null;
  if (kept && new Date(kept.notAfter).getTime() - RENEW_BEFORE > clock.now().getTime()) return kept;
  const made = await makeCertificate(issuer, config, clock);
  const bytes = Buffer.from(masterKey.seal(name, Buffer.from(JSON.stringify(made))));
  await executeSql(
    db.pool,
    'insert into kernel.sealed_secret (name, sealed) values ($1, $2) on conflict (name) do update set sealed = excluded.sealed',
    [name, bytes],
  );
  return made;
}

async function makeCertificate(issuer: Issuer, config: Config, clock: Clock): Promise<Kept> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const issued = await issuer.issue({
    authority: 'root',
    profile: 'tls-server',
    reference: `web/${config.host}/${clock.now().toISOString()}`,
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
