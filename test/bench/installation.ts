import { configFrom, openContexts, type OpenContexts } from '@lanyard/server';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';

export interface Installation {
  /** The server that runs, in a process of its own; started at the first call. */
  server(): Promise<Lanyard>;
  /** Works on its database from this process. */
  within<T>(work: (contexts: OpenContexts) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** One installation for all sections that need a whole one: the embedded PostgreSQL as it comes, commits on the disk. */
export function installation(): Installation {
  let started: Promise<Lanyard> | undefined;
  const server = (): Promise<Lanyard> => (started ??= start());
  return {
    server,
    async within(work) {
      const contexts = await openContexts(configFrom({ ...(await server()).env, LANYARD_LOG: 'silent' }));
      try {
        return await work(contexts);
      } finally {
        await contexts.close();
      }
    },
    async remove() {
      await (await started)?.remove();
    },
  };
}

async function start(): Promise<Lanyard> {
  const on = await lanyard({ LANYARD_LOG: 'warn' });
  await on.start();
  return on;
}
