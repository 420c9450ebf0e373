import { createHash } from 'node:crypto';
import type { DerivedCredentialSetting } from '@lanyard/contract';
import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { nameToString, parseCertificate, type Bytes } from '@lanyard/pki';
import { holdCredentials } from './hold-credentials.ts';
import { CHECKED_EVERY_MS } from './confirm.ts';
import { lockLive, updateCredential } from './pg/credentials.ts';
import { lockPrimary, primaryById, upsertPrimary, watchPrimary } from './pg/primaries.ts';
import type { CredentialRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';

export interface Proof {
  readonly personId: string;
  /** DER of the card's certificate, validated by the sign-in. */
  readonly certificate: Bytes;
  readonly at: Date;
}

/** @returns id of the primary */
export async function provePrimary(parts: CredentialsParts, tx: Tx, proof: Proof): Promise<string> {
  const { personId, at } = proof;
  const row = primaryRow(parts, proof);
  const known = await lockPrimary(tx, personId, row.sha256);
  const id = await upsertPrimary(tx, row);
  const actor: Actor = { kind: 'person', personId };
  if (known === null) {
    const details = {
      subject: row.subject,
      issuer: row.issuer,
      serial: row.serial,
      notAfter: row.not_after.toISOString(),
    };
    await recordAudit(tx, { act: 'primary.proved', outcome: 'done', actor, personId, object: id, details }, at);
    await takeOver(parts, tx, { ...proof, primaryId: id, notAfter: row.not_after }, actor);
  } else if (known.status !== 'good') {
    // The sign-in has just learned that the card is good; a hold outlasts a status that could not be learned since.
    await holdCredentials(parts, tx, await lockLive(tx, { primaryId: id }), 'hold_primary', false, actor);
  }
  return id;
}

interface Successor extends Proof {
  readonly primaryId: string;
  readonly notAfter: Date;
}

/** A successor card takes over what was issued under the cards before it: their end no longer ends it. */
async function takeOver(
  parts: CredentialsParts,
  tx: Tx,
  { personId, certificate, primaryId, notAfter, at }: Successor,
  actor: Actor,
): Promise<void> {
  const setting = (await parts.directory.setting(personId, 'derived_credential', tx)).value;
  if (!setting.successorMoves) return;
  const { notBefore } = parseCertificate(certificate);
  const live: CredentialRow[] = [];
  for (const row of await lockLive(tx, { personId }))
    if (!(await isOlder(tx, notBefore, row.primary_id))) live.push(row);
  for (const row of live) {
    await updateCredential(tx, row.id, {
      primary_id: primaryId,
      expires_at: earlier(row.expires_at, notAfter, setting),
    });
    await parts.fleet.touch(tx, { deviceId: row.device_id });
    const details = { from: row.primary_id, to: primaryId };
    await recordAudit(
      tx,
      { act: 'credential.moved', outcome: 'done', actor, personId, deviceId: row.device_id, object: row.id, details },
      at,
    );
  }
  await holdCredentials(parts, tx, live, 'hold_primary', false, actor);
  if (live.length > 0) await watchPrimary(tx, primaryId, new Date(at.getTime() + CHECKED_EVERY_MS));
}

/** A card that was issued before the one a credential stands on is not its successor, though it is seen here later. */
async function isOlder(tx: Tx, notBefore: Date, primaryId: string): Promise<boolean> {
  const { certificate } = await primaryById(tx, primaryId);
  return notBefore < parseCertificate(new Uint8Array(certificate)).notBefore;
}

const earlier = (expiresAt: Date, notAfter: Date, { cascade }: DerivedCredentialSetting): Date =>
  cascade === 'strict' && notAfter < expiresAt ? notAfter : expiresAt;

function primaryRow({ random }: CredentialsParts, { personId, certificate, at }: Proof) {
  const parsed = parseCertificate(certificate);
  return {
    id: random.uuid(),
    person_id: personId,
    certificate,
    sha256: sha256Of(certificate),
    subject: nameToString(parsed.subject),
    issuer: nameToString(parsed.issuer),
    serial: parsed.serial,
    not_after: parsed.notAfter,
    first_proved_at: at,
    last_proved_at: at,
    status: 'good',
    status_at: at,
    next_check_at: null,
  } as const;
}

export const sha256Of = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
