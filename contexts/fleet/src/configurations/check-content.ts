import {
  configurationFacts,
  configurationKinds,
  DEFAULT_SPACE,
  nobody,
  scopesOf,
  type Audience,
  type ConfigurationContent,
  type ConfigurationKind,
} from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { readCaCertificate } from './read-ca-certificate.ts';

/** What an administrator wrote, found to be right, as the tables keep it. */
export interface CheckedContent {
  readonly name: string;
  readonly description: string;
  readonly space_id: string;
  readonly all_spaces: boolean;
  readonly audience: Audience;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * @throws LanyardError `input_invalid` naming the fields of the value that are wrong, `certificate_file_invalid`,
 *   `configuration_audience_fixed`
 */
export function checkContent(kind: ConfigurationKind, content: ConfigurationContent, now: Date): CheckedContent {
  const { name, description, spaceId, allSpaces, audience } = content;
  if (configurationFacts[kind].travelsWithApp && audience.to !== 'none')
    throw new LanyardError('configuration_audience_fixed', { fields: [{ field: 'audience.to' }] });
  return {
    name,
    description,
    space_id: spaceId ?? DEFAULT_SPACE,
    all_spaces: allSpaces,
    audience: configurationFacts[kind].travelsWithApp ? nobody : audience,
    value: checkValue(kind, content.value, now),
  };
}

function checkValue(kind: ConfigurationKind, value: unknown, now: Date): Readonly<Record<string, unknown>> {
  const read = configurationKinds[kind].safeParse(value);
  if (!read.success) {
    const issues = read.error.issues.slice(0, 20);
    const fields = issues.map(({ path, message }) => ({ field: ['value', ...path].join('.'), message }));
    throw new LanyardError('input_invalid', { fields });
  }
  return 'content' in read.data ? { ...read.data, content: readCaCertificate(read.data.content, now) } : read.data;
}

/** Whom a configuration is for; what is for all but not for all spaces is for its own space. */
export function publishedScopes({
  audience,
  all_spaces,
  space_id,
}: Pick<CheckedContent, 'audience' | 'all_spaces' | 'space_id'>): string[] {
  return audience.to === 'all' && !all_spaces ? [`space:${space_id}`] : scopesOf(audience);
}
