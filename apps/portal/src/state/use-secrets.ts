import type { RequestSecrets } from '@lanyard/contract';
import { useSyncExternalStore } from 'react';
import { onSecrets, secretsOf } from './secrets.ts';

/** The secrets of a request while this page lives; null after a reload. */
export const useSecrets = (key: string): RequestSecrets | null => useSyncExternalStore(onSecrets, () => secretsOf(key));
