import { providerForms, providerSupport, type OtherProviderInput, type ProviderView } from '@lanyard/contract';
import type { ProviderRow } from '../pg/providers.ts';

const PLATFORMS = ['ios', 'android', 'desktop'] as const;

export const providerView = (row: ProviderRow): ProviderView => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  enabled: row.enabled,
  version: row.version,
  value: providerForms[row.kind].parse(row.value),
  support: PLATFORMS.map((platform) => supportOn(row, platform)),
  changedAt: row.changedAt?.toISOString() ?? null,
});

function supportOn(
  { kind, value }: ProviderRow,
  platform: (typeof PLATFORMS)[number],
): ProviderView['support'][number] {
  const { appName } = (kind === 'other' ? value : {}) as Partial<OtherProviderInput>; // sound: stored by its form
  const support = providerSupport(kind, platform, appName);
  return support.supported
    ? { platform, supported: true, apps: [...support.apps], reason: null }
    : { platform, supported: false, apps: [], reason: support.reason };
}
