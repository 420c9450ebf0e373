import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { findCycles } from './find-cycles.ts';
import { readSource, type Use } from './read-source.ts';
import * as house from './rooms.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Package name → packages it declares; undefined means not checked. */
export type Declared = (room: house.Room) => ReadonlySet<string> | undefined;

const BUILT_IN = new Set(builtinModules);
const SQL_PACKAGES = new Set(['pg', 'kysely', 'pg-boss']);

/** Every breach of the house's order, one line each. */
export function violations(files: readonly SourceFile[], declared: Declared = () => undefined): string[] {
  const found: string[] = [];
  const graph = new Map<string, string[]>();
  const environment: string[] = [];
  for (const file of files) {
    const room = house.roomOf(file.path);
    if (!room) {
      found.push(`${file.path}: stands in no room`);
      continue;
    }
    found.push(...tooLong(file));
    for (const use of readSource(file.path, file.text)) {
      const place = {
        file: file.path,
        room,
        isTest: house.TEST_CODE.test(file.path),
        isBuild: house.BUILD_CODE.test(file.path),
      };
      const why = use.kind === 'import' ? importFault(use.what, place, declared(room)) : useFault(use, place);
      if (why) found.push(`${file.path}:${use.line} ${use.what}: ${why}`);
      if (use.kind === 'environment' && !place.isTest) environment.push(file.path);
      if (use.kind === 'import' && use.what.startsWith('.') && !place.isTest) {
        graph.set(file.path, [...(graph.get(file.path) ?? []), join(dirname(file.path), use.what)]);
      }
    }
  }
  const readers = [...new Set(environment)];
  if (readers.length > 1) found.push(`process.env is read in more than one file: ${readers.join(', ')}`);
  return [...found, ...findCycles(graph).map((cycle) => `cycle: ${cycle.join(' → ')}`)];
}

interface Place {
  readonly file: string;
  readonly room: house.Room;
  readonly isTest: boolean;
  readonly isBuild: boolean;
}

function importFault(to: string, place: Place, declared: ReadonlySet<string> | undefined): string | undefined {
  if (to.startsWith('(computed)')) return 'a computed import cannot be checked';
  if (to.startsWith('.')) return pathFault(join(dirname(place.file), to), place);
  if (to.startsWith('@lanyard/')) return packageFault(to, place);
  const name = to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');
  if (to.startsWith('node:') || BUILT_IN.has(name)) {
    return place.room.browser && !place.isTest && !place.isBuild ? 'this room runs in a browser' : undefined;
  }
  if (place.isTest || place.isBuild) return undefined;
  if (SQL_PACKAGES.has(name) && !house.SQL_PLACES.test(place.file)) return 'SQL lives in src/pg/';
  if (declared && !declared.has(name)) return `${name} is not among the dependencies of ${place.room.folder}`;
  return undefined;
}

function pathFault(target: string, { room, isTest }: Place): string | undefined {
  if (house.TEST_CODE.test(target) && !isTest) return 'code for tests only';
  const inside = [room.folder, ...(room.paths ?? [])].some((folder) => target.startsWith(`${folder}/`));
  return inside ? undefined : 'a path out of its room';
}

function packageFault(to: string, { room, isTest }: Place): string | undefined {
  const name = to.split('/')[1] ?? '';
  if (to.endsWith('/testing') && !isTest) return 'code for tests only';
  if (name === 'wallet' && room.folder.startsWith('apps/wallet/')) return walletFault(to, room);
  const allowed = isTest ? [...room.may, ...(room.testsMay ?? [])] : room.may;
  if (!allowed.includes(name)) return `${room.folder} may import only ${allowed.join(', ') || 'nothing'}`;
  if (room.folder === 'apps/cli' && name === 'wallet' && to !== '@lanyard/wallet/desktop')
    return 'the command line uses only the desktop part';
  return undefined;
}

function walletFault(to: string, room: house.Room): string | undefined {
  const target = house.WALLET_ROOMS[to];
  return target === room.folder || room.paths?.includes(target ?? '')
    ? undefined
    : 'rooms of the wallet lean on its core only';
}

function useFault(use: Use, { file, isTest }: Place): string | undefined {
  if (isTest) return undefined;
  if (use.kind === 'sql' && !house.SQL_PLACES.test(file)) return 'SQL lives in src/pg/';
  if (use.kind === 'status' && !house.STATUS_PLACES.test(file)) return 'status codes live in src/http/';
  if (use.kind === 'environment' && !house.ENVIRONMENT_PLACES.test(file))
    return 'the environment is read by the configuration of apps/server or apps/cli';
  return undefined;
}

/** Holds for suites and scripts too. */
export function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  const excused = path in house.LONG_FILES;
  if (lines > house.LONGEST_FILE && !excused) return [`${path}: ${lines} lines, ${house.LONGEST_FILE} are the most`];
  if (lines <= house.LONGEST_FILE && excused) return [`${path}: is short enough now, strike it from LONG_FILES`];
  return [];
}
