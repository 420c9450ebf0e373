import type { DesiredState } from '@lanyard/contract';
import type { CredentialDetails, WalletOverview } from '@lanyard/wallet/core';

/**
 * The overview in lines for people. Times are UTC, days are whole.
 * @param now milliseconds; a request whose time is up is not offered
 */
export function overviewLines(
  { registration, desired, vault, activation, credentials, passcodeOutdated }: WalletOverview,
  now: number,
): string[] {
  if (registration === undefined) return ['This device is not registered.'];
  return [
    `Registered: ${registration.person.displayName} (${registration.person.userName}), device ${registration.deviceId}`,
    ...(desired === undefined ? [] : [`Organisation: ${desired.organisation}`]),
    `Vault: ${vault.ways.length === 0 ? 'no passcode yet' : `opens by ${vault.ways.join(' or ')}`}`,
    ...(passcodeOutdated ? ['Your organisation asks for a stronger passcode: lanyard device passcode change'] : []),
    ...(isOpen(desired?.request, now) ? [pendingLine(desired.request)] : []),
    ...(activation === null
      ? []
      : [`Activation under way: ${activation.name ?? activation.requestId}, next step: ${activation.step}`]),
    ...(credentials.length === 0 ? ['No derived credential.'] : credentials.flatMap(credentialLines)),
    ...(desired === undefined ? [] : deliveredLines(desired)),
  ];
}

/** What was delivered besides credentials, and what of it waits. */
const deliveredLines = ({ configurations = [], apps = [] }: Partial<DesiredState>): string[] => [
  ...configurations.map(({ name, waitsFor }) => `Configuration ${name}${waitsFor === null ? '' : `: ${waitsFor}`}`),
  ...apps.map(
    ({ name, identifier, unauthorized }) =>
      `App ${name} (${identifier})${unauthorized === null ? '' : `: unauthorized. ${unauthorized}`}`,
  ),
];

type Request = DesiredState['request'];

const isOpen = (request: Request | undefined, now: number): request is NonNullable<Request> =>
  request?.state === 'pending' && Date.parse(request.expiresAt) > now;

const pendingLine = (request: NonNullable<DesiredState['request']>): string =>
  `A new credential is ready for activation: "${request.name}", until ${request.expiresAt} (request ${request.id})`;

export function credentialLines(credential: CredentialDetails): string[] {
  const { id, name, state, stateReason, expiresAt, daysLeft, certificates } = credential;
  const left = state === 'active' ? `, ${daysLeft} days left` : '';
  return [
    `${name}: ${state}${stateReason === undefined ? '' : ` (${stateReason})`}, expires ${expiresAt.toISOString()}${left}`,
    `  credential ${id}`,
    ...certificates.map(({ purpose, serial, key }) => `  ${purpose.padEnd(14)} ${serial} (${key})`),
  ];
}

/** The same for programs: no keys, no sealed values. */
export function overviewJson({ registration, desired, vault, activation, credentials }: WalletOverview): string {
  const { request = null, configurations = [], apps = [] } = desired ?? {};
  const delivered = { configurations, apps };
  return JSON.stringify(
    { registration: registration ?? null, request, vault, activation, credentials, ...delivered },
    null,
    2,
  );
}
