import type { DeliveredApp, DeviceCredential, Reference, SubstitutionValues } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import type { PublishedRow } from '../pg/configurations.ts';

/** What is known of a device when its desired state is worked out. */
export interface AppsContext {
  /** Every scope that the device has. */
  readonly scopes: readonly string[];
  readonly values: SubstitutionValues;
  /** Of the device, ended ones too. */
  readonly credentials: readonly DeviceCredential[];
}

/** What the app catalog does for configurations: they meet at check-in, and where one is deleted. */
export interface AppsPart {
  /** @returns the apps that a device gets, and the published configurations that travel with them */
  appsFor(
    on: Queryable,
    device: Device,
    context: AppsContext,
  ): Promise<{ readonly apps: readonly DeliveredApp[]; readonly configurations: readonly PublishedRow[] }>;
  /** App configurations that name a configuration. */
  referencesTo(on: Queryable, configurationId: string): Promise<Reference[]>;
  /** Scopes of the apps that name a configuration: who has to be told when it changes. */
  scopesNaming(on: Queryable, configurationId: string): Promise<string[]>;
  /** Apps and app configurations whose audience names one, or whose rule does. */
  audiencesNaming(
    on: Queryable,
    list: 'people' | 'userGroups' | 'devices' | 'deviceGroups',
    id: string,
  ): Promise<Reference[]>;
}
