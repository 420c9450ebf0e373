import {
  providerForms,
  providerNames,
  providerSupport,
  type OtherProviderInput,
  type Provider,
} from '@lanyard/contract';
import { isUniqueViolation, LanyardError, recordAudit, requireVersion, type Actor, type Tx } from '@lanyard/kernel';
import { ZodError } from 'zod';
import { lockProvider, upsertProvider } from '../pg/providers.ts';
import type { CredentialsPorts } from '../ports.ts';

export interface ProviderOrder {
  /** An id or the name of a provider of the product; null adds an app of another vendor. */
  readonly key: string | null;
  readonly expected: number;
  readonly value: unknown;
}

/**
 * Adds or changes a provider.
 * @returns its id
 * @throws LanyardError `input_invalid` naming the field, `not_found`, `conflict`
 */
export async function saveProvider(
  { clock, random }: Pick<CredentialsPorts, 'clock' | 'random'>,
  tx: Tx,
  { key, expected, value }: ProviderOrder,
  by: Actor,
): Promise<string> {
  const known = key === null ? null : await lockProvider(tx, key);
  if (key !== null && known === null) throw new LanyardError('not_found', { provider: key });
  if (known) requireVersion(expected, known);
  const kind = known?.kind ?? 'other';
  const checked = checkedForm(kind, value);
  const id = known?.id ?? random.uuid();
  const name = 'name' in checked ? checked.name : providerNames[kind];
  const now = clock.now();
  try {
    await upsertProvider(tx, { id, kind, name, enabled: checked.enabled, value: checked }, by, now);
  } catch (error) {
    if (isUniqueViolation(error, 'provider_name'))
      throw new LanyardError('conflict', { field: 'name' }, { cause: error });
    throw error;
  }
  const details = { kind, name, enabled: checked.enabled };
  const act = known ? 'provider.changed' : 'provider.added';
  await recordAudit(tx, { act, outcome: 'done', actor: by, object: id, details }, now);
  return id;
}

type Form = { readonly enabled: boolean } & (OtherProviderInput | object);

/** @throws LanyardError `input_invalid`; for a platform with the reason of the matrix */
function checkedForm(kind: Provider, value: unknown): Form {
  const form = parsed(kind, value);
  if ('platforms' in form)
    for (const platform of form.platforms) {
      const support = providerSupport(kind, platform);
      if (!support.supported)
        throw new LanyardError('input_invalid', { fields: [{ field: 'platforms', message: support.reason }] });
    }
  return form;
}

function parsed(kind: Provider, value: unknown): Form {
  try {
    return providerForms[kind].parse(value);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.join('.'), message }));
    throw new LanyardError('input_invalid', { fields }, { cause: error });
  }
}
