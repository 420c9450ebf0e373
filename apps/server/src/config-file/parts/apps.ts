import {
  withIds,
  withNames,
  type ChangedApp,
  type ConfigFile,
  type NamedApp,
  type NamedAppConfiguration,
} from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { Item, Part, World } from '../part.ts';
import { audienceOf, effectOnDevices, learnPeople, namedAudienceOf } from './audiences.ts';
import { spaceId, spaceName } from './places.ts';

/** Without its app configurations, which are a part of their own. */
type AppAlone = Omit<NamedApp, 'configurations'>;

const keyOf = ({ platform, identifier }: Pick<NamedApp, 'platform' | 'identifier'>): string =>
  `${platform} ${identifier}`;

export const apps: Part<AppAlone> = {
  name: 'apps',
  async read(world) {
    const { fleet, tx } = world;
    const rows = await fleet.configured.apps(tx);
    const own = await fleet.configured.appConfigurations(tx);
    const packages = new Map((await fleet.configured.deliveredPackages(tx)).map((row) => [row.app_id, row]));
    await learnPeople(
      world,
      [...rows, ...own].map(({ audience }) => audience),
    );
    const all = rows.map((row) => {
      const { sha256 = null, version = null, build = null } = packages.get(row.id) ?? {};
      return {
        name: row.name,
        category: row.category,
        description: row.description,
        instructions: row.instructions,
        platform: row.platform,
        identifier: row.identifier,
        kind: row.kind,
        source: row.source,
        appConnect: row.app_connect,
        space: spaceName(world, row.space_id),
        allSpaces: row.all_spaces,
        audience: namedAudienceOf(world, row.audience),
        package: sha256 === null ? null : { sha256, version: version ?? '', build: build ?? '' },
        configurations: own.filter(({ app_id }) => app_id === row.id).map((one) => contentOf(world, one)),
      };
    });
    return { file: { apps: all }, rows: rows.map((row) => [keyOf(row), row]) };
  },
  items: ({ apps: all }) =>
    all?.map(({ configurations: _, ...value }, i) => ({
      key: keyOf(value),
      name: `${value.name} (${value.platform})`,
      value,
      path: ['apps', i],
    })) ?? null,
  preview: async (world, value, kept) => {
    const platform = (value ?? kept?.value)?.platform;
    if (platform === undefined) return null;
    const content = value && changedOf(world, value);
    return effectOnDevices(await world.fleet.configured.previewApp(world.tx, kept?.id ?? null, platform, content));
  },
  async put(world, value, kept) {
    const { fleet, tx, editor } = world;
    const { platform, identifier, kind, source } = value;
    const content = changedOf(world, value);
    if (kept === null) {
      if (source === 'store')
        return fleet.configured.createStoreApp(tx, { ...content, platform, identifier, kind }, editor);
      if (value.package === null) throw new LanyardError('app_upload_not_found');
      return fleet.configured.createInHouseApp(tx, value.package.sha256, { ...content, kind }, editor);
    }
    if (kind !== kept.value.kind || source !== kept.value.source)
      throw new LanyardError('config_file_refused', { why: 'The kind and the source of an app do not change.' });
    await fleet.configured.changeApp(tx, kept, content, editor);
    const at = { id: kept.id, version: kept.version + 1 };
    if (value.package !== null && value.package.sha256 !== kept.value.package?.sha256)
      await fleet.configured.addPackage(tx, at, value.package.sha256, editor);
    return kept.id;
  },
  remove: ({ fleet, tx, editor }, kept) => fleet.configured.deleteApp(tx, kept, editor),
};

function changedOf(world: World, value: AppAlone): ChangedApp {
  const { name, category, description, instructions, appConnect, allSpaces } = value;
  const placed = { spaceId: spaceId(world, value.space), audience: audienceOf(world, value.audience) };
  return { name, category, description, instructions, appConnect, allSpaces, ...placed };
}

/** An app configuration, and the app that it is of. */
interface OfApp {
  readonly app: string;
  readonly content: NamedAppConfiguration;
}

const configurationKey = (app: string, name: string): string => `${app}: ${name.toLowerCase()}`;

export const appConfigurations: Part<OfApp> = {
  name: 'apps.configurations',
  async read({ fleet, tx, names: _names }) {
    const byId = new Map((await fleet.configured.apps(tx)).map((row) => [row.id, keyOf(row)]));
    const rows = await fleet.configured.appConfigurations(tx);
    return { file: {}, rows: rows.map((row) => [configurationKey(byId.get(row.app_id) ?? '', row.name), row]) };
  },
  items: ({ apps: all }: ConfigFile) => all?.flatMap(itemsOf) ?? null,
  async preview(world, value, kept) {
    const app = await appId(world, (value ?? kept?.value)?.app ?? '');
    if (app === null) return null;
    const content = value && writtenOf(world, value.content);
    return effectOnDevices(
      await world.fleet.configured.previewAppConfiguration(world.tx, app, kept?.id ?? null, content),
    );
  },
  async put(world, { app, content }, kept) {
    const { fleet, tx, editor } = world;
    const written = writtenOf(world, content);
    if (kept !== null) {
      await fleet.configured.changeAppConfiguration(tx, kept, written, editor);
      return kept.id;
    }
    const id = await appId(world, app);
    if (id === null) throw new LanyardError('app_not_found');
    return fleet.configured.createAppConfiguration(tx, id, written, editor);
  },
  async remove(world, kept) {
    // With an app that is deleted its configurations are.
    if ((await appId(world, kept.value.app)) === null) return;
    await world.fleet.configured.deleteAppConfiguration(world.tx, kept, world.editor);
  },
  async reorder(world, app, ids) {
    const id = await appId(world, app);
    if (id !== null) await world.fleet.configured.orderAppConfigurations(world.tx, id, ids, world.editor);
  },
};

function itemsOf(app: NamedApp, at: number): Item<OfApp>[] {
  const key = keyOf(app);
  return app.configurations.map((content, i) => ({
    key: configurationKey(key, content.name),
    name: `${app.name} (${app.platform}): ${content.name}`,
    value: { app: key, content },
    path: ['apps', at, 'configurations', i],
    group: key,
  }));
}

async function appId({ fleet, tx }: World, key: string): Promise<string | null> {
  return (await fleet.configured.apps(tx)).find((row) => keyOf(row) === key)?.id ?? null;
}

type AppConfigurationRow = Awaited<ReturnType<World['fleet']['configured']['appConfigurations']>>[number];

const contentOf = (
  world: World,
  { name, description, audience, value }: AppConfigurationRow,
): NamedAppConfiguration => ({
  name,
  description,
  audience: namedAudienceOf(world, audience),
  value: withNames(value, (id) => world.names.nameOf('configuration', id)),
});

function writtenOf(world: World, { name, description, audience, value }: NamedAppConfiguration) {
  const { value: written } = withIds(value, (one) => world.names.idOf('configuration', one));
  return { name, description, audience: audienceOf(world, audience), value: written };
}
