import { useSyncExternalStore } from 'react';
import type { KeptSecrets } from './secrets.ts';
import { onSecrets, secretsOf } from './secrets.ts';

/** The secrets of a request while this page lives; null after a reload. */
export const useSecrets = (key: string): KeptSecrets | null => useSyncExternalStore(onSecrets, () => secretsOf(key));
