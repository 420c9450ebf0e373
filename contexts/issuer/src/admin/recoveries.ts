import type { RecoveredKey, RecoveryView } from '@lanyard/contract';
import { type Actor, after, hours, LanyardError, oneTimeSecret, type Tx } from '@lanyard/kernel';
import { type Bytes, createPkcs12, nameToString, parseCertificate, viewOf } from '@lanyard/pki';
import { z } from 'zod';
import { issuedBySha256 } from '../pg/admin-certificates.ts';
import {
  findRecovery,
  insertRecovery,
  markReady,
  noteRecoveryApproval,
  type Recovery,
  takeRecovery,
  untakeRecovery,
} from '../pg/recoveries.ts';
import type { AdminPort, ApprovedAct, IssuerPorts } from '../ports.ts';
import type { Recovered, RecoverInput } from '../types.ts';

/** A key that nobody took within a day stays in escrow. */
const READY_FOR = hours(24);
/** 100 bits: the file may be kept long, and be tried by whoever finds it. */
const PASSWORD_LENGTH = 20;

const input = z.strictObject({ recoveryId: z.uuid(), sha256: z.string(), subject: z.string(), serial: z.string() });
type RecoverAct = z.infer<typeof input>;

export const RECOVER: ApprovedAct<RecoverAct> = {
  act: 'escrow.recover',
  input,
  summary: ({ subject, serial }) => `The encryption key of ${subject} is recovered (certificate ${serial}).`,
};

export interface RecoveryNeeds {
  readonly ports: IssuerPorts;
  readonly admin: AdminPort;
  readonly recover: (input: RecoverInput) => Promise<Recovered>;
  /** From the issuing authority upwards. */
  readonly chainOf: (authority: string) => Promise<readonly Bytes[]>;
}

/** Lets who asked take the key, once nobody else needs to agree or somebody has. */
export const makeReady =
  ({ clock }: Pick<IssuerPorts, 'clock'>) =>
  (tx: Tx, { recoveryId }: RecoverAct, { actor }: { readonly actor: Actor }): Promise<void> =>
    markReady(tx, recoveryId, actor, clock.now());

/**
 * Asks for a key out of escrow.
 * @returns id of the recovery
 * @throws LanyardError `not_found` where no key of such a certificate lies there
 */
export async function askRecovery(
  { ports, admin }: RecoveryNeeds,
  { sha256, reason }: { readonly sha256: string; readonly reason: string },
  by: { readonly actor: Actor; readonly personId: string },
): Promise<string> {
  const { clock, db, random } = ports;
  const row = await issuedBySha256(db.pool, sha256);
  if (!row?.isEscrowed) throw new LanyardError('not_found', { certificate: sha256 });
  const id = random.uuid();
  await insertRecovery(db.pool, { id, sha256, reason, askedBy: by.personId, askedAt: clock.now() });
  const subject = nameToString(parseCertificate(row.der).subject);
  const asked = { recoveryId: id, sha256, subject, serial: row.serial };
  const { approvalId } = await admin.approvals.submit(RECOVER, { input: asked, reason, by });
  if (approvalId !== null) await noteRecoveryApproval(db.pool, id, approvalId);
  return id;
}

/**
 * Hands the key out: once, to who asked, as a PKCS #12 file under a password that is kept nowhere.
 * @throws LanyardError `not_found` where it is not the caller's, `recovery_closed`, `issuer_unavailable`
 */
export async function takeKey(
  { ports, admin, recover, chainOf }: RecoveryNeeds,
  id: string,
  {
    personId,
    actor,
    correlationId,
  }: { readonly personId: string; readonly actor: Actor; readonly correlationId: string },
): Promise<RecoveredKey> {
  const { clock, db, random } = ports;
  const recovery = await findRecovery(db.pool, id);
  if (recovery?.askedBy !== personId) throw new LanyardError('not_found');
  const { sha256, reason } = recovery;
  // 1. It is taken, and its holder is told, before it is opened: none leaves without that.
  const now = clock.now();
  await db.tx(async (tx) => {
    const taken = await takeRecovery(tx, { id, askedBy: personId, since: after(now, -READY_FOR), at: now });
    if (!taken) throw new LanyardError('recovery_closed');
    if (recovery.personId !== null) await admin.tellRecovered(tx, recovery.personId, reason);
  });
  try {
    // 2. The log has its row before the key is opened.
    const { pkcs8, certificate } = await recover({ sha256, reason, actor: recovery.actor ?? actor, correlationId });
    // 3. The file leaves with a password of its own.
    const password = oneTimeSecret(PASSWORD_LENGTH, random);
    const row = await issuedBySha256(db.pool, sha256);
    const chain = row === null ? [] : await chainOf(row.authority);
    const identities = [{ key: pkcs8, certificate, friendlyName: `Recovered encryption key ${recovery.serial}` }];
    const file = await createPkcs12({ identities, chain, password });
    return { fileName: `recovered-${recovery.serial}.p12`, pkcs12: Buffer.from(file).toString('base64'), password };
  } catch (error) {
    await untakeRecovery(db.pool, id);
    throw error;
  }
}

/** @param caller who looks: only who asked may take it */
export async function recoveryViewOf(
  { ports: { clock }, admin }: RecoveryNeeds,
  recovery: Recovery,
  caller: string,
): Promise<RecoveryView> {
  const { id, sha256, serial, reason, approvalId, askedAt, readyAt, askedBy, personId } = recovery;
  return {
    id,
    sha256,
    serial,
    subject: nameToString(parseCertificate(viewOf(recovery.der)).subject),
    person: personId === null ? null : await admin.person(personId),
    reason,
    state: stateOf(recovery, clock.now()),
    approvalId,
    askedAt: askedAt.toISOString(),
    isOwn: askedBy === caller,
    until: readyAt === null ? null : after(readyAt, READY_FOR).toISOString(),
  };
}

function stateOf({ readyAt, takenAt }: Recovery, now: Date): RecoveryView['state'] {
  if (takenAt !== null) return 'taken';
  if (readyAt === null) return 'waiting';
  return after(readyAt, READY_FOR) < now ? 'over' : 'ready';
}
