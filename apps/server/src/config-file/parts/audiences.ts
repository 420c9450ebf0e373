import {
  audienceWithIds,
  audienceWithNames,
  type Audience,
  type AudiencePreview,
  type ConfigEffect,
  type NamedAudience,
} from '@lanyard/contract';
import { nothing, type World } from '../part.ts';

type Naming = Pick<World, 'names'>;

export const namedAudienceOf = ({ names }: Naming, audience: Audience): NamedAudience =>
  audienceWithNames(audience, (kind, id) => names.nameOf(kind, id));
export const audienceOf = ({ names }: Naming, named: NamedAudience): Audience =>
  audienceWithIds(named, (kind, name) => names.idOf(kind, name));

/** People are named by UPN; there may be very many, so only those are asked for who are meant. */
export async function learnPeople({ directory, tx, names }: World, audiences: readonly Audience[]): Promise<void> {
  const ids = [...new Set(audiences.flatMap(({ people }) => people))];
  if (ids.length === 0) return;
  for (const [id, upn] of await directory.configured.upnsOf(tx, ids)) names.add('person', id, upn);
}

export function effectOnDevices({ gains, changes, loses, warnings }: AudiencePreview): ConfigEffect {
  const who = ({ count, first }: AudiencePreview['gains']) => ({
    count,
    first: first.slice(0, 10).map(({ name }) => name),
  });
  return {
    of: 'devices',
    ...nothing,
    gains: who(gains),
    changes: who(changes),
    loses: who(loses),
    sentences: warnings,
  };
}
