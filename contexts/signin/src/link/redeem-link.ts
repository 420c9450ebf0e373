import type { AdminLinkView, NewAdministrator } from '@lanyard/contract';
import {
  type Actor,
  hashToken,
  LanyardError,
  minutes,
  recordAudit,
  sourceOf,
  takeAttempt,
  type Tx,
} from '@lanyard/kernel';
import { type AdminLink, findOpenLink, redeemOpenLink } from '../pg/admin-links.ts';
import { defaultLimits, type Person, type SigninConfig, type SigninPorts } from '../ports.ts';
import { beginSession, type SessionAsked, type SessionOpened } from '../session/begin-session.ts';

/** Long enough to put right what kept the cards out. */
const LINK_SESSION = minutes(60);

export interface LinkShown extends SessionAsked {
  readonly token: string;
  /** Who becomes administrator, where the link is for nobody yet. */
  readonly person?: NewAdministrator | undefined;
}

/**
 * Whom a link is for, without using it up.
 * @throws LanyardError `admin_link_invalid`, `rate_limited`
 */
export async function lookAtLink(
  ports: SigninPorts,
  config: SigninConfig,
  { token, ip }: { readonly token: string; readonly ip: string },
): Promise<AdminLinkView> {
  await takeTry(ports, config, ip);
  const link = await findOpenLink(ports.db.pool, hashToken(token), ports.clock.now());
  const first = !(await ports.directory.hasAdministrator());
  if (link === null || (link.madeAtStart && !first)) throw new LanyardError('admin_link_invalid');
  const person = link.personId === null ? null : await ports.directory.personById(link.personId);
  return {
    person: person && { displayName: person.displayName, userName: person.userName },
    first,
    expiresAt: link.expiresAt.toISOString(),
  };
}

/**
 * Turns a one-time link of the console into a session of the kind `link`.
 * @throws LanyardError `admin_link_invalid`, `input_invalid` and `conflict` (about the new person; the link stays good), `person_not_active`, `rate_limited`
 */
export async function redeemLink(ports: SigninPorts, config: SigninConfig, shown: LinkShown): Promise<SessionOpened> {
  const { db, clock } = ports;
  const { ip: source, correlationId } = shown;
  // 1. A link has 256 bits; the limit keeps a flood away from the database and the audit log.
  await takeTry(ports, config, source);
  try {
    return await db.tx(async (tx) => {
      const now = clock.now();
      // 2. The link is used up, or nothing of what follows happens.
      const link = await redeemOpenLink(tx, hashToken(shown.token), now);
      if (link === null) throw new LanyardError('admin_link_invalid');
      const actor: Actor = { kind: 'stranger', source };
      // 3. Somebody who is known and has a role, or a new administrator.
      const person = await personOf(ports, tx, link, shown.person, actor);
      const entry = {
        act: 'admin_link.redeemed',
        outcome: 'done',
        actor,
        personId: person.id,
        object: link.id,
      } as const;
      await recordAudit(tx, { ...entry, correlationId }, now);
      const facts = { way: 'A one-time link of the console signed somebody in as you' };
      await ports.notices.send(tx, { personId: person.id, kind: 'access.added', facts });
      // 4. Their session, which shows what opened it.
      const opened = {
        kind: 'link',
        person,
        certificate: null,
        lifetime: LINK_SESSION,
        details: { link: link.id },
      } as const;
      return beginSession(ports, tx, opened, shown);
    });
  } catch (error) {
    if (error instanceof LanyardError && error.code === 'admin_link_invalid') await auditRefusal(ports, shown);
    throw error;
  }
}

async function personOf(
  { directory }: SigninPorts,
  tx: Tx,
  link: AdminLink,
  input: NewAdministrator | undefined,
  by: Actor,
): Promise<Person> {
  if (link.personId === null) {
    if (input === undefined)
      throw new LanyardError('input_invalid', {
        fields: [{ field: 'person', message: 'this link makes a new administrator: say who it is' }],
      });
    return directory.addAdministrator(tx, input, by, link.madeAtStart);
  }
  const person = await directory.personById(link.personId, tx);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  // Whoever lost their role since the link was made lost the link with it.
  if ((await directory.grantsOf(person.id, tx)).length === 0) throw new LanyardError('admin_link_invalid');
  return person;
}

async function takeTry({ db, clock }: SigninPorts, config: SigninConfig, ip: string): Promise<void> {
  const { linksPerSource } = { ...defaultLimits, ...config.limits };
  if (!(await takeAttempt(db.pool, `signin:link:${sourceOf(ip)}`, linksPerSource, 60, clock.now())))
    throw new LanyardError('rate_limited');
}

async function auditRefusal({ db, clock }: SigninPorts, { ip, correlationId }: LinkShown): Promise<void> {
  const actor = { kind: 'stranger', source: ip } as const;
  const details = { code: 'admin_link_invalid' };
  await recordAudit(
    db.pool,
    { act: 'sign_in.refused', outcome: 'refused', actor, details, correlationId },
    clock.now(),
  );
}
