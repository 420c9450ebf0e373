import type { Actor } from '@lanyard/kernel';
import { endCredentials } from './end-credentials.ts';
import { endRequest } from './end-request.ts';
import { holdCredentials } from './hold-credentials.ts';
import { lockOpen } from './lock-open.ts';
import { lockLive } from './pg/credentials.ts';
import type { CredentialsParts } from './ports.ts';

const actor: Actor = { kind: 'system', part: 'directory' };

/**
 * What happens to a person's account happens to their credentials, whatever the cascade (SP 800-157r1 §2.4).
 * A resumed person gets suspended credentials back, and asks anew for what was only requested.
 */
export async function personChanged(parts: CredentialsParts, personId: string): Promise<void> {
  await parts.db.tx(async (tx) => {
    const requests = await lockOpen(tx, { personId });
    // After the locks: of two processes that follow two changes, the later one sees the state that stands.
    const state = (await parts.directory.personById(personId, tx))?.state;
    if (state === undefined) return;
    if (state !== 'active') for (const row of requests) await endRequest(parts, tx, row, 'cancelled', actor);
    const live = await lockLive(tx, { personId });
    if (state === 'terminated') await endCredentials(parts, tx, live, { why: 'person-ended', actor });
    else await holdCredentials(parts, tx, live, 'hold_person', state === 'suspended', actor);
  });
}
