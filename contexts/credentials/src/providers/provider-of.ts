import {
  providerForms,
  providerNames,
  type EntrustProviderInput,
  type OtherProviderInput,
  type PortalAuthenticationSetting,
  type Provider,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { findProvider, findProviders } from '../pg/providers.ts';

/** The provider that a person's setting chooses, as it is now. */
export interface ChosenProvider {
  readonly kind: Provider;
  readonly name: string;
  readonly enabled: boolean;
  readonly instructions: string;
  /** Where the browser is sent when a credential is requested; null where it is requested here. */
  readonly requestUrl: string | null;
  readonly qrUrl: string | null;
}

/** @param portal the setting that holds for the person */
export async function providerOf(on: Queryable, portal: PortalAuthenticationSetting): Promise<ChosenProvider> {
  const { provider: kind, otherProviderId, selfServiceModuleUrl, derivedMobileSmartCredential } = portal;
  const row = await findProvider(on, kind === 'other' ? (otherProviderId ?? '') : kind);
  if (row === null)
    return { kind, name: providerNames[kind], enabled: false, instructions: '', requestUrl: null, qrUrl: null };
  const value = providerForms[kind].parse(row.value) as Partial<EntrustProviderInput & OtherProviderInput>; // sound: fields that a form lacks are absent
  return {
    kind,
    name: row.name,
    enabled: row.enabled,
    instructions: value.instructions ?? '',
    requestUrl: kind === 'entrust' && derivedMobileSmartCredential ? selfServiceModuleUrl : null,
    qrUrl: value.qrUrl ?? null,
  };
}

/** Kinds of which one at least is enabled. */
export async function enabledProviders(on: Queryable): Promise<Provider[]> {
  const rows = await findProviders(on);
  return [...new Set(rows.filter(({ enabled }) => enabled).map(({ kind }) => kind))];
}
