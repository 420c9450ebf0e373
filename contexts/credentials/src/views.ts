import type {
  CertificateView,
  CredentialView,
  DeviceCredential,
  DeviceView,
  PendingRequest,
  RequestState,
  RequestView,
} from '@lanyard/contract';
import type { FleetDevice } from './ports.ts';
import type { CertificateRow, CredentialRow, RequestRow } from './pg/tables.ts';
import { endings, holdPhrases, sentence } from './reasons.ts';

/** A request's state at a moment: its window may be over before a job has noticed. */
export function stateAt({ state, expires_at, deadline }: RequestRow, now: Date): RequestState {
  if (state === 'pending' && expires_at <= now) return 'expired';
  if (state === 'activating' && deadline !== null && deadline <= now) return 'expired';
  return state;
}

export const pendingView = (row: RequestRow, now: Date): PendingRequest => ({
  id: row.id,
  name: row.name,
  provider: row.provider,
  state: stateAt(row, now),
  expiresAt: (row.deadline ?? row.expires_at).toISOString(),
  credentialId: row.credential_id,
});

/** @param registered the device that used the request's registration PIN */
export function requestView(row: RequestRow, registered: { readonly name: string } | null, now: Date): RequestView {
  const state = stateAt(row, now);
  return {
    id: row.id,
    name: row.name,
    state,
    createdAt: row.created_at.toISOString(),
    expiresAt: (row.deadline ?? row.expires_at).toISOString(),
    registered: registered !== null,
    registeredDevice: registered?.name ?? null,
    passwordAccepted: row.deadline !== null,
    activated: state === 'activated',
    credentialId: row.credential_id,
    wrongPasswordsLeft: Math.max(0, row.wrong_limit - row.wrong),
    withRegistration: row.with_registration,
  };
}

export function deviceCredential(row: CredentialRow, parts: readonly CertificateRow[]): DeviceCredential {
  const why = stateReason(row);
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    state: row.state,
    ...(why === null ? {} : { stateReason: why }),
    issuedAt: (row.issued_at ?? row.created_at).toISOString(),
    expiresAt: row.expires_at.toISOString(),
    certificates: parts.filter((part) => part.credential_id === row.id).flatMap(certificateView),
  };
}

export const credentialView = (row: CredentialRow, parts: readonly CertificateRow[]): CredentialView => ({
  ...deviceCredential(row, parts),
  deviceId: row.device_id,
});

export function deviceView({
  id,
  name,
  platform,
  osVersion,
  state,
  registeredAt,
  lastCheckInAt,
}: FleetDevice): DeviceView {
  return {
    id,
    name,
    platform,
    osVersion,
    state,
    registeredAt: registeredAt.toISOString(),
    lastCheckInAt: lastCheckInAt?.toISOString() ?? null,
  };
}

export function stateReason(row: CredentialRow): string | null {
  const { state, ended_by, hold_person, hold_admin } = row;
  if (ended_by !== null) return sentence(endings[ended_by].phrase);
  return state === 'suspended'
    ? sentence(holdPhrases[hold_admin ? 'admin' : hold_person ? 'person' : 'primary'])
    : null;
}

function certificateView(part: CertificateRow): CertificateView[] {
  const { purpose, serial, subject, issuer, not_before, not_after, sha256 } = part;
  if (
    serial === null ||
    subject === null ||
    issuer === null ||
    not_before === null ||
    not_after === null ||
    sha256 === null
  )
    return [];
  const dates = { notBefore: not_before.toISOString(), notAfter: not_after.toISOString() };
  return [{ purpose, serial, subject, issuer, ...dates, sha256, keystore: 'wallet', protection: 'software' }];
}
