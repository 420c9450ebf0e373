import type { Actor, Queryable, Tx } from '@lanyard/kernel';
import { providerForms, type ProviderPreview } from '@lanyard/contract';
import { findProvider, findProviders } from './pg/providers.ts';
import type { CredentialsPorts } from './ports.ts';
import { endProvider, previewProvider } from './providers/provider-uses.ts';
import { saveProvider, type ProviderOrder } from './providers/save-provider.ts';

/** Providers and their settings, for who reads and writes all that is configured in one transaction. */
export const credentialsConfigured = (ports: CredentialsPorts) => ({
  providers: async (on: Queryable) =>
    (await findProviders(on)).map(({ id, kind, name, version, value }) => {
      return { id, kind, name, version, value: providerForms[kind].parse(value) };
    }),
  saveProvider: (tx: Tx, order: ProviderOrder, by: Actor) => saveProvider(ports, tx, order, by),
  endProvider: (tx: Tx, { id, version }: { readonly id: string; readonly version: number }, by: Actor) =>
    endProvider(ports, tx, { key: id, expected: version }, by),
  /** @param next nothing when it is to be deleted */
  async previewProvider(tx: Tx, id: string, next?: unknown): Promise<ProviderPreview | null> {
    const row = await findProvider(tx, id);
    return row === null ? null : previewProvider(ports, tx, row, next);
  },
});
export type CredentialsConfigured = ReturnType<typeof credentialsConfigured>;
