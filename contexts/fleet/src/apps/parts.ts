import type { FleetParts } from '../ports.ts';

/** What the use cases of the app catalog are handed. */
export type AppsParts = Pick<FleetParts, 'db' | 'clock' | 'random' | 'log'>;
