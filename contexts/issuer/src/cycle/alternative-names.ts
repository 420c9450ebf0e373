import { LanyardError } from '@lanyard/kernel';
import type { AlternativeNameKind, GeneralName } from '@lanyard/pki';
import type { Profile } from '../profiles/index.ts';

export interface NamesInput {
  readonly upn?: string | undefined;
  readonly email?: string | undefined;
  readonly extraSan?: readonly GeneralName[] | undefined;
}

/**
 * The subjectAltName that a profile makes of what the caller knows: its UPN and address are put in where the profile
 * has a place for them.
 * @param uuid for profiles whose certificates each have their own (FPKI CP §3.1.1.2)
 * @throws LanyardError `profile_refused` naming what is missing or not allowed
 */
export function alternativeNames({ rules, name, uuid: kind }: Profile, input: NamesInput, uuid: string): GeneralName[] {
  const { required = [], optional = [] } = rules.subjectAltName ?? {};
  const allowed: readonly AlternativeNameKind[] = [...required, ...optional];
  const names: GeneralName[] = [...(input.extraSan ?? [])];
  if (kind === 'own') names.unshift({ kind: 'uri', value: `urn:uuid:${uuid}` });
  if (input.email !== undefined && allowed.includes('email')) names.unshift({ kind: 'email', value: input.email });
  if (input.upn !== undefined && allowed.includes('upn')) names.unshift({ kind: 'upn', value: input.upn });

  const kinds = names.map(kindOf);
  const missing = required.filter((k) => !kinds.includes(k));
  const foreign = kinds.filter((k) => !allowed.includes(k));
  if (missing.length > 0 || foreign.length > 0) {
    throw new LanyardError('profile_refused', {
      profile: name,
      findings: [{ rule: 'profile_alternative_names', missing, foreign }],
    });
  }
  return names;
}

const kindOf = (name: GeneralName): AlternativeNameKind =>
  name.kind === 'uri' && name.value.startsWith('urn:uuid:') ? 'uuid' : name.kind;
