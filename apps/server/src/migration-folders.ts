import { join } from 'node:path';
import type { MigrationFolder } from '@lanyard/kernel';

const root = join(import.meta.dirname, '../../..');
const contexts = ['directory', 'credentials', 'fleet', 'issuer', 'notices', 'signin'] as const;

/** The kernel first, then each context its own schema. */
export const migrationFolders = (): readonly MigrationFolder[] => [
  { schema: 'kernel', folder: join(root, 'base/kernel/migrations') },
  ...contexts.map((schema) => ({ schema, folder: join(root, 'contexts', schema, 'migrations') })),
];

/** Where the built front ends are. */
export const builtFolder = (app: 'portal' | 'wallet'): string => join(root, '.build', app);
export const repositoryRoot = root;
