import { type Actor, after, hashToken, minutes, recordAudit } from '@lanyard/kernel';
import { toBase64url } from '@lanyard/pki';
import { insertLink } from '../pg/admin-links.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';

/** Long enough to go from a console to a browser. */
const LINK_LIFETIME = minutes(30);

export interface LinkWanted {
  /** Whom it signs in; null: whoever opens it becomes a new administrator. */
  readonly personId: string | null;
  /** Made by a start while nobody was administrator: it counts only as long as that is so. */
  readonly atStart?: boolean;
}

export interface LinkMade {
  /** Its secret is in the fragment, which no browser sends: not to a proxy's log, nor to another site. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** A way in for somebody who stands at the console of the server: good once, for 30 minutes. */
export async function makeLink(
  { db, clock, random }: SigninPorts,
  config: SigninConfig,
  { personId, atStart: madeAtStart = false }: LinkWanted,
  by: Actor,
): Promise<LinkMade> {
  const now = clock.now();
  const token = toBase64url(random.bytes(32));
  const link = { id: random.uuid(), personId, madeAtStart, expiresAt: after(now, LINK_LIFETIME) };
  await db.tx(async (tx) => {
    await insertLink(tx, link, hashToken(token), now);
    const entry = { act: 'admin_link.made', outcome: 'done', actor: by, object: link.id } as const;
    await recordAudit(tx, { ...entry, personId: personId ?? undefined, details: { madeAtStart } }, now);
  });
  return { url: `${config.portalOrigins[0]}/admin/first#${token}`, expiresAt: link.expiresAt };
}
