import { LanyardError } from '@lanyard/kernel';
import type { GeneralName } from '@lanyard/pki';
import type { Profile } from '../profiles/index.ts';

export interface NamesInput {
  readonly upn?: string | undefined;
  readonly email?: string | undefined;
  readonly extraSan?: readonly GeneralName[] | undefined;
}

/**
 * The subjectAltName that a profile makes of what the caller knows.
 * @param uuid for profiles whose certificates each have their own (FPKI CP §3.1.1.2)
 * @throws LanyardError `profile_refused` naming what is missing or not allowed
 */
export function alternativeNames({ names, name }: Profile, input: NamesInput, uuid: string): GeneralName[] {
  const further = input.extraSan ?? [];
  const missing = names.furtherRequired.filter((kind) => !further.some((n) => n.kind === kind));
  const foreign = further.filter((n) => !names.further.includes(n.kind)).map((n) => n.kind);
  if (names.upn === 'required' && input.upn === undefined) missing.push('upn');
  if (names.email === 'required' && input.email === undefined) missing.push('email');
  if (missing.length > 0 || foreign.length > 0) {
    throw new LanyardError('profile_refused', { profile: name, findings: [{ rule: 'subject_alternative_name', missing, foreign }] });
  }
  return [
    ...(names.upn !== 'none' && input.upn !== undefined ? [{ kind: 'upn', value: input.upn } as const] : []),
    ...(names.email !== 'none' && input.email !== undefined ? [{ kind: 'email', value: input.email } as const] : []),
    ...(names.uuid === 'own' ? [{ kind: 'uri', value: `urn:uuid:${uuid}` } as const] : []),
    ...further,
  ];
}
