import { providerNames, type ConfigEffect, type NamedProvider } from '@lanyard/contract';
import { nothing, type Part } from '../part.ts';

export const providers: Part<NamedProvider> = {
  name: 'providers',
  async read({ credentials, tx, names }) {
    const rows = await credentials.configured.providers(tx);
    for (const { id, kind, name } of rows) if (kind === 'other') names.add('provider', id, name);
    const all = rows.map(({ kind, value }) => ({ provider: kind, value }));
    return {
      file: { providers: all },
      rows: rows.map((row, i) => [keyOf(all[i] ?? { provider: row.kind, value: {} }), row]),
    };
  },
  items: ({ providers: all }) =>
    all?.map((value, i) => ({ key: keyOf(value), name: nameOf(value), value, path: ['providers', i] })) ?? null,
  async preview({ credentials, tx }, value, kept): Promise<ConfigEffect | null> {
    const preview = kept && (await credentials.configured.previewProvider(tx, kept.id, value?.value));
    return preview && { of: 'people', ...nothing, sentences: preview.sentences };
  },
  async put({ credentials, tx, names, by }, { provider, value }, kept) {
    const key = kept?.id ?? (provider === 'other' ? null : provider);
    const id = await credentials.configured.saveProvider(tx, { key, expected: kept?.version ?? 0, value }, by);
    if (provider === 'other') names.add('provider', id, nameOf({ provider, value }));
    return id;
  },
  removable: ({ provider }) => provider === 'other',
  remove: ({ credentials, tx, by }, kept) => credentials.configured.endProvider(tx, kept, by),
};

const nameOf = ({ provider, value }: NamedProvider): string =>
  provider === 'other' && 'name' in value ? String(value.name) : providerNames[provider];
const keyOf = (value: NamedProvider): string => `${value.provider} ${nameOf(value).toLowerCase()}`;
