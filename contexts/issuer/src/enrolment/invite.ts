import {
  type Actor,
  after,
  days,
  hashToken,
  LanyardError,
  minutes,
  oneTimeSecret,
  recordAudit,
  type Tx,
} from '@lanyard/kernel';
import { insertEnrolment } from '../pg/enrolments.ts';
import type { IssuerPorts } from '../ports.ts';
import type { EnrolmentInvitation, EnrolmentSpec } from '../types.ts';

const NAME_LENGTH = 10;
/** 130 bits: a plain hash keeps it, and guessing it costs nobody else's tries. */
const SECRET_LENGTH = 26;
const THREE_YEARS = days(1096);
const A_WEEK = 10_080;

/**
 * Invites a provider app or an operating system to enrol: the answer holds the one-time password, which is not kept.
 * @throws LanyardError `input_invalid` for days or minutes outside of their limits
 */
export async function inviteEnrolment(
  tx: Tx,
  { clock, random }: Pick<IssuerPorts, 'clock' | 'random'>,
  spec: EnrolmentSpec,
  by: Actor,
): Promise<EnrolmentInvitation> {
  const { certificateDays = 365, validMinutes = 60 } = spec;
  within('certificateDays', certificateDays, 1, 1096);
  within('validMinutes', validMinutes, 3, A_WEEK);
  const at = clock.now();
  const expiresAt = after(at, minutes(validMinutes));
  const [id, name, secret] = [random.uuid(), oneTimeSecret(NAME_LENGTH, random), oneTimeSecret(SECRET_LENGTH, random)];
  await insertEnrolment(tx, {
    id,
    protocol: spec.protocol,
    name,
    secret_sha256: hashToken(secret),
    authority_id: spec.authority,
    profile: spec.profile,
    subject: spec.subject.der,
    upn: spec.upn ?? null,
    email: spec.email ?? null,
    policies: [...spec.policies],
    person_id: spec.personId,
    device_id: spec.deviceId ?? null,
    certificate_days: certificateDays,
    ends_at: spec.endsAt ?? after(at, THREE_YEARS),
    expires_at: expiresAt,
    created_at: at,
  });
  const { protocol, authority, profile, personId, deviceId } = spec;
  const details = { protocol, authority, profile, name, expiresAt: expiresAt.toISOString() };
  await recordAudit(
    tx,
    { act: 'enrolment.invited', outcome: 'done', actor: by, personId, deviceId, object: id, details },
    at,
  );
  return { id, name, secret, expiresAt };
}

function within(field: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new LanyardError('input_invalid', { field, expected: `a whole number from ${min} to ${max}` });
}
