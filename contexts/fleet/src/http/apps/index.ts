import type { Http } from '@lanyard/kernel';
import type { FleetParts } from '../../ports.ts';
import { appConfigurationRoutes } from './app-configuration-routes.ts';
import { appRoutes } from './app-routes.ts';
import { packageRoutes } from './package-routes.ts';
import { toolRoutes } from './tool-routes.ts';

/** /api/admin/apps and /api/admin/app-configurations: "App Catalog". */
export function appCatalogRoutes(parts: FleetParts, app: Http): void {
  appRoutes(parts, app);
  appConfigurationRoutes(parts, app);
  packageRoutes(parts, app);
  toolRoutes(parts, app);
}
