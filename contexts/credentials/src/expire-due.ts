import type { Actor } from '@lanyard/kernel';
import { endCredentials } from './end-credentials.ts';
import { endRequest } from './end-request.ts';
import { partsOf } from './pg/certificates.ts';
import { lockDueCredentials } from './pg/credentials.ts';
import { lockDueRequests } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';

const actor: Actor = { kind: 'system', part: 'expiry' };

/** Ends what ran out, each in a transaction of its own that several processes share out. @returns how many */
export async function expireDue(parts: CredentialsParts): Promise<number> {
  return (await untilNone(() => expireRequest(parts))) + (await untilNone(() => expireCredential(parts)));
}

/** A request whose window is over; an activation that was never confirmed is revoked with it. */
const expireRequest = (parts: CredentialsParts): Promise<boolean> =>
  parts.db.tx(async (tx) => {
    const due = await lockDueRequests(tx, parts.clock.now(), 1);
    for (const row of due) await endRequest(parts, tx, row, 'expired', actor);
    return due.length > 0;
  });

const expireCredential = (parts: CredentialsParts): Promise<boolean> =>
  parts.db.tx(async (tx) => {
    const now = parts.clock.now();
    const due = await lockDueCredentials(tx, now, 1);
    for (const row of due) {
      // A successor card that ends earlier shortened it: its certificates would go on beyond the card.
      const outlived = (await partsOf(tx, [row.id])).some(({ not_after }) => not_after !== null && not_after > now);
      await endCredentials(parts, tx, [row], { why: outlived ? 'primary-expired' : 'expired', actor });
    }
    return due.length > 0;
  });

async function untilNone(one: () => Promise<boolean>): Promise<number> {
  let all = 0;
  while (await one()) all++;
  return all;
}
