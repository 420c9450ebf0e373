import type { ActivityItem, CredentialView } from '@lanyard/contract';

/** Acts by which a credential came to a device. */
const bindings: ReadonlySet<string> = new Set(['credential.activated', 'credential.bound', 'credential.issued']);

/**
 * The credential that an entry of the activity list bound to a device, while it can still be ended. The entry names
 * the device only; there is one live credential of a provider on it, and it must not be younger than the entry.
 * @param slackMs what the clocks of two rows of one act may differ by
 */
export function boundCredential(
  item: Pick<ActivityItem, 'act' | 'deviceId' | 'outcome' | 'at'>,
  credentials: readonly CredentialView[],
  slackMs = 60_000,
): CredentialView | null {
  if (!bindings.has(item.act) || item.deviceId === null || item.outcome !== 'done') return null;
  const at = Date.parse(item.at);
  const near = credentials.filter(
    ({ deviceId, issuedAt, state }) =>
      deviceId === item.deviceId &&
      ['issuing', 'active', 'suspended'].includes(state) &&
      Date.parse(issuedAt) <= at + slackMs,
  );
  return near.toSorted((a, b) => Date.parse(b.issuedAt) - Date.parse(a.issuedAt))[0] ?? null;
}
