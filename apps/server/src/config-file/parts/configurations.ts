import type { Audience, ConfigurationContent, NamedConfiguration, NamedContent } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { At, Kept, Part, World } from '../part.ts';
import { audienceOf, effectOnDevices, learnPeople, namedAudienceOf } from './audiences.ts';
import { spaceId, spaceName } from './places.ts';

export const configurations: Part<NamedConfiguration> = {
  name: 'configurations',
  async read(world) {
    const { fleet, tx, names } = world;
    const rows = await fleet.configured.configurations(tx);
    const before = new Map((await fleet.configured.publishedBefore(tx)).map((row) => [row.configuration_id, row]));
    for (const { id, name } of rows) names.add('configuration', id, name);
    await learnPeople(
      world,
      [...rows, ...before.values()].map(({ audience }) => audience),
    );
    const all = rows.map((row) => {
      const older = before.get(row.id);
      const publish = row.published_version === row.version;
      return {
        kind: row.kind,
        ...contentOf(world, row),
        publish,
        ...(older && { published: contentOf(world, older) }),
      };
    });
    return { file: { configurations: all }, rows: rows.map((row) => [row.name.toLowerCase(), row]) };
  },
  items: ({ configurations: all }) =>
    all?.map((value, i) => ({
      key: value.name.toLowerCase(),
      name: value.name,
      value,
      path: ['configurations', i],
    })) ?? null,
  putFirst: ({ kind }) => kind === 'certificate',
  removedFirst: ({ kind }) => kind !== 'certificate',
  async preview(world, value, kept) {
    const { fleet, tx, editor } = world;
    if (value === null)
      return kept && effectOnDevices(await fleet.configured.previewConfigurationGone(tx, kept.id, editor));
    const told = value.publish ? value : value.published;
    if (told === undefined) return null;
    const content = writtenOf(world, told);
    return effectOnDevices(
      await fleet.configured.previewConfiguration(tx, kept?.id ?? null, value.kind, content, editor),
    );
  },
  async put(world, value, kept) {
    const at = await putPublished(world, value, kept);
    world.names.add('configuration', at.id, value.name);
    return at.id;
  },
  remove: ({ fleet, tx, editor }, kept) => fleet.configured.deleteConfiguration(tx, kept, editor),
};

interface Row {
  readonly name: string;
  readonly description: string;
  readonly space_id: string;
  readonly all_spaces: boolean;
  readonly audience: Audience;
  readonly value: Record<string, unknown>;
}

function contentOf(world: World, row: Row): NamedContent {
  const { name, description, space_id, all_spaces, audience, value } = row;
  return {
    name,
    description,
    space: spaceName(world, space_id),
    allSpaces: all_spaces,
    audience: namedAudienceOf(world, audience),
    value: renamed(value, (id) => world.names.nameOf('configuration', id)),
  };
}

function writtenOf(world: World, content: NamedContent): ConfigurationContent {
  const { name, description, space, allSpaces, audience, value } = content;
  return {
    name,
    description,
    spaceId: spaceId(world, space),
    allSpaces,
    audience: audienceOf(world, audience),
    value: renamed(value, (one) => world.names.idOf('configuration', one)),
  };
}

/** Only these name other configurations. */
function renamed(value: Record<string, unknown>, of: (one: string) => string): Record<string, unknown> {
  const { trustedCertificates } = value;
  if (!Array.isArray(trustedCertificates)) return value;
  return { ...value, trustedCertificates: trustedCertificates.map((one) => of(String(one))) };
}

/** First what devices are to have, then what is only written. @returns where it stands afterwards */
async function putPublished(
  world: World,
  value: NamedConfiguration,
  kept: Kept<NamedConfiguration> | null,
): Promise<At> {
  const { fleet, tx, editor } = world;
  const { kind, publish, published, ...written } = value;
  refuseOtherKind(value, kept);
  const isPublished = kept !== null && (kept.value.publish || kept.value.published !== undefined);
  if (isPublished && !publish && published === undefined)
    throw new LanyardError('config_file_refused', {
      why: 'It is published, and cannot become a draft: delete it, or let it be for nobody.',
    });
  const told = publish ? written : published;
  const first = { ...writtenOf(world, told ?? written), publish: told !== undefined };
  let at: At = { id: kept?.id ?? '', version: (kept?.version ?? 0) + 1 };
  if (kept === null) at = { ...at, id: await fleet.configured.createConfiguration(tx, { ...first, kind }, editor) };
  else await fleet.configured.changeConfiguration(tx, kept, first, editor);
  if (publish || published === undefined) return at;
  await fleet.configured.changeConfiguration(tx, at, { ...writtenOf(world, written), publish: false }, editor);
  return { ...at, version: at.version + 1 };
}

function refuseOtherKind({ kind }: NamedConfiguration, kept: Kept<NamedConfiguration> | null): void {
  if (kept === null || kept.value.kind === kind) return;
  throw new LanyardError('config_file_refused', {
    why: `There is a configuration of this name, and of the kind ${kept.value.kind}: a kind does not change.`,
  });
}
