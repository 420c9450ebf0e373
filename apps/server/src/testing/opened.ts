import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionKind } from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { type OpenContexts, openContexts } from '../contexts.ts';
import { configFrom } from '../index.ts';

export interface Opened {
  readonly contexts: OpenContexts;
  close(): Promise<void>;
}

/** The contexts of an installation, wired as they are served, on a database of their own. */
export async function openOnFreshDatabase(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-server-'));
  const { host, user, database, drop } = await freshDatabase();
  const contexts = await openContexts(
    configFrom({
      LANYARD_DATA: join(folder, 'data'),
      DATABASE_URL: `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`,
      LANYARD_LOG: 'silent',
      LANYARD_PROXY_SECRET: 'a secret of the proxy, thirty-two characters',
      LANYARD_TRUSTED_PROXIES: '127.0.0.1',
    }),
  );
  return {
    contexts,
    async close() {
      await contexts.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a new person is called, where it does not matter. */
export function anyNames() {
  const userName = `p${randomUUID()}`;
  const address = `${userName}@agency.example`;
  return { userName, displayName: userName, givenName: 'P', surname: 'P', upn: address, email: address };
}

/**
 * A session as it is after signing in just now, without the card, link or passkey that would open it.
 * @returns the cookie, and the origin that a page of the portal sends
 */
export async function sessionFor(
  { db, urls }: OpenContexts,
  personId: string,
  kind: SessionKind,
): Promise<{ cookie: string; origin: string }> {
  const token = randomUUID();
  const hasCertificate = kind === 'primary' || kind === 'derived';
  await executeSql(
    db.pool,
    `insert into signin.session (id, token_hash, person_id, kind, certificate_serial, certificate_issuer,
      certificate_not_after, signed_in_at, seen_at, expires_at, user_agent)
      values ($1, $2, $3, $4, $5, $6, $7, now(), now(), now() + interval '1 hour', '')`,
    [
      randomUUID(),
      createHash('sha256').update(token).digest(),
      personId,
      kind,
      ...(hasCertificate ? ['01', 'CN=Card CA', new Date(Date.now() + 86_400_000)] : [null, null, null]),
    ],
  );
  return { cookie: `lanyard-session=${token}`, origin: urls.portal };
}
