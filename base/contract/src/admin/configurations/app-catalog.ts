import { z } from 'zod';
import { text } from '../../common.ts';

/** "Apple App Catalog": the web clip with which a user sees the apps of the catalog and installs them. */
export const appCatalogConfiguration = z.strictObject({
  label: text(40).default('App Catalog').meta({
    title: 'Label',
    description: 'What stands below the icon on the home screen.',
  }),
  removable: z.boolean().default(false).meta({
    title: 'Removable',
    description: 'The user may remove the web clip.',
  }),
  fullScreen: z.boolean().default(true).meta({
    title: 'Full screen',
    description: 'The catalog opens like an app, without the controls of a browser.',
  }),
});
export type AppCatalogConfiguration = z.infer<typeof appCatalogConfiguration>;
