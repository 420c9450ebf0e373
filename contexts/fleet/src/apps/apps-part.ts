import type { AppsPart } from '../configurations/apps-part.ts';
import { namingConfiguration, scopesNaming } from '../pg/app-configurations.ts';
import { audiencesNaming } from '../pg/apps.ts';
import { appsFor } from './apps-for.ts';

/** The app catalog's share of what reaches a device. */
export const appCatalog: AppsPart = {
  appsFor,
  referencesTo: namingConfiguration,
  scopesNaming,
  audiencesNaming,
};
