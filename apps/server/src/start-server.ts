import type { LinkMade } from '@lanyard/signin';
import { cardFolder } from './demo/demo-cards.ts';
import { CARD_PASSWORD, makeAgency } from './demo/make-agency.ts';
import type { Config } from './config.ts';
import { openContexts, type OpenContexts } from './contexts.ts';
import { firstLink } from './first-link.ts';
import { openListeners, type Listeners } from './listeners.ts';
import { rememberAddresses } from './remembered-addresses.ts';
import { startJobs } from './start-jobs.ts';
import type { Urls } from './urls.ts';
import { webCertificate } from './web-certificate.ts';

export interface RunningServer {
  readonly config: Config;
  readonly urls: Urls;
  readonly cards: { readonly folder: string; readonly password: string };
  readonly masterKeyMade: boolean;
  /** For the first administrator; null when there is one. Its secret is for the console alone. */
  readonly firstLink: LinkMade | null;
  /** Milliseconds from the call to the last listener. */
  readonly startedIn: number;
  /** Everything, for tests and benchmarks that run in the same process. */
  readonly contexts: OpenContexts;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly say?: (line: string) => void;
  /** Told to stop before it is up: what was opened is closed again. */
  readonly signal?: AbortSignal;
}

/** Starts everything: 1. installation 2. demo agency 3. certificates 4. jobs 5. listeners 6. the way in of the first administrator. */
export async function startServer(
  config: Config,
  { say = () => {}, signal }: StartOptions = {},
): Promise<RunningServer> {
  const begin = performance.now();
  const contexts = await openContexts(config, say);
  let listeners: Listeners | undefined;
  let link: LinkMade | null;
  let stopJobs: (() => Promise<void>) | undefined;
  const stop = async () => {
    await listeners?.close();
    await stopJobs?.();
    await contexts.close();
  };
  try {
    if (config.demo)
      await makeAgency(contexts, { organisation: config.organisation, cardFolder: cardFolder(config.dataFolder), say });
    signal?.throwIfAborted();
    const web = await webCertificate(contexts);
    stopJobs = await startJobs(contexts, web, () => listeners?.cardHosts ?? []);
    signal?.throwIfAborted();
    listeners = await openListeners(contexts, web);
    await rememberAddresses(config);
    link = await firstLink(contexts);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    config,
    urls: contexts.urls,
    contexts,
    stop,
    cards: { folder: cardFolder(config.dataFolder), password: CARD_PASSWORD },
    masterKeyMade: contexts.masterKeyMade,
    firstLink: link,
    startedIn: Math.round(performance.now() - begin),
  };
}
