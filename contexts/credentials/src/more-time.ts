import type { RequestSecrets } from '@lanyard/contract';
import {
  after,
  hashSecret,
  LanyardError,
  minutes,
  oneTimeSecret,
  recordAudit,
  type SessionCaller,
} from '@lanyard/kernel';
import { tiedPin } from './create-request.ts';
import { lockRequest, updateRequest } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';
import { refusalOf, requestOf } from './request-refusal.ts';
import { requestLink, warningsOf } from './request-words.ts';

/**
 * "More time": a new activation password and a new window, and a new registration PIN while no device has registered.
 * @throws LanyardError `request_not_found`, `request_not_yours`, `request_expired` and its like, `request_used`
 */
export async function moreTime(
  parts: CredentialsParts,
  { personId, sessionId }: SessionCaller,
  id: string,
  correlationId: string,
): Promise<RequestSecrets> {
  const { clock, config, db, directory, fleet, random } = parts;
  await requestOf(db.pool, id, personId);
  const person = await directory.personById(personId);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  const derived = (await directory.setting(personId, 'derived_credential')).value;
  const registration = (await directory.setting(personId, 'device_registration')).value;
  const password = oneTimeSecret(derived.passwordLength, random);
  const passwordHash = await hashSecret(password, random);
  return db.tx(async (tx) => {
    const now = clock.now();
    const row = await lockRequest(tx, id);
    const refusal = row === null ? new LanyardError('request_not_found') : refusalOf(row, now);
    if (refusal !== null) throw refusal;
    if (row?.state !== 'pending') throw new LanyardError('request_used');
    const expiresAt = after(now, minutes(derived.windowMinutes));
    // The holder has just shown the card again: the tries of the new password begin anew.
    await updateRequest(tx, id, {
      password_hash: passwordHash,
      wrong: 0,
      wrong_limit: derived.wrongPasswords,
      expires_at: expiresAt,
    });
    const registered = await fleet.registrationFor(id, tx);
    const pin =
      row.with_registration && registered === null
        ? await tiedPin(parts, tx, { personId, requestId: id, expiresAt }, registration)
        : null;
    await fleet.touch(tx, { personId });
    const actor = { kind: 'person', personId, sessionId } as const;
    await recordAudit(
      tx,
      {
        act: 'request.extended',
        outcome: 'done',
        actor,
        personId,
        object: id,
        details: { expiresAt: expiresAt.toISOString() },
        correlationId,
      },
      now,
    );
    return {
      requestId: id,
      userName: person.userName,
      registrationPin: pin?.pin ?? null,
      registrationPinExpiresAt: pin?.expiresAt.toISOString() ?? null,
      activationPassword: password,
      expiresAt: expiresAt.toISOString(),
      link: requestLink(config, id),
      warnings: warningsOf({
        windowMinutes: derived.windowMinutes,
        passwordLength: derived.passwordLength,
        ...(pin === null ? {} : { pinLength: registration.pinLength }),
      }),
      redirect: null,
    };
  });
}
