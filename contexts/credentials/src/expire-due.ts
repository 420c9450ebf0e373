import type { Actor } from '@lanyard/kernel';
import { endCredentials } from './end-credentials.ts';
import { endRequest } from './end-request.ts';
import { lockDueCredentials } from './pg/credentials.ts';
import { lockDueRequests } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';

const BATCH = 50;
const actor: Actor = { kind: 'system', part: 'expiry' };

/** Ends what ran out, in batches that several processes share. @returns how many */
export async function expireDue(parts: CredentialsParts): Promise<number> {
  return (await untilEmpty(() => expireRequests(parts))) + (await untilEmpty(() => expireCredentials(parts)));
}

/** A request whose window is over; an activation that was never confirmed is revoked with it. */
const expireRequests = (parts: CredentialsParts): Promise<number> =>
  parts.db.tx(async (tx) => {
    const due = await lockDueRequests(tx, parts.clock.now(), BATCH);
    for (const row of due) await endRequest(parts, tx, row, 'expired', actor);
    return due.length;
  });

const expireCredentials = (parts: CredentialsParts): Promise<number> =>
  parts.db.tx(async (tx) => {
    const due = await lockDueCredentials(tx, parts.clock.now(), BATCH);
    await endCredentials(parts, tx, due, { why: 'expired', actor });
    return due.length;
  });

async function untilEmpty(batch: () => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await batch();
    all += done;
    if (done < BATCH) return all;
  }
}
