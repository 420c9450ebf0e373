import type { ConfigurationKind, ConfigurationView } from '@lanyard/contract';
import { configurationContent, configurationFacts, configurationKinds } from '@lanyard/contract';
import { z } from 'zod';
import type { Edited } from '../../parts/form/schema-form.tsx';

const { name, description, spaceId, allSpaces, audience } = configurationContent.shape;

/** What a form of a kind asks, in the order in which one thinks of it. */
export function schemaOfKind(kind: ConfigurationKind): z.ZodType {
  return z.strictObject({
    name,
    description,
    value: configurationKinds[kind].meta({ title: configurationFacts[kind].title }),
    audience,
    spaceId,
    allSpaces,
    publish: z.boolean().default(true).meta({
      title: 'Publish',
      description: 'Devices get it at their next check-in. Unticked, it is saved as a draft that no device has.',
    }),
  });
}

export const editedOf = (view: ConfigurationView): Edited => ({
  value: {
    name: view.name,
    description: view.description,
    value: view.value,
    audience: view.audience,
    spaceId: view.spaceId,
    allSpaces: view.allSpaces,
    publish: view.publishedVersion !== null,
  },
  version: view.version,
});

/** Fields that mean nothing for what was chosen, by path. */
export function hiddenOf(kind: ConfigurationKind, draft: unknown): readonly string[] {
  const value = part(draft, 'value');
  if (kind === 'client_provided_enrollment') return part(value, 'provider') === 'other' ? [] : ['value.providerName'];
  if (kind === 'passcode' && part(value, 'required') === false)
    return Object.keys(configurationKinds.passcode.shape).flatMap((key) =>
      key === 'required' ? [] : [`value.${key}`],
    );
  if (kind !== 'appconnect_device_ios' && kind !== 'appconnect_device_android') return [];
  const passcode = part(value, 'passcode');
  if (part(passcode, 'enabled') === false)
    return ['preset', 'type', 'minLength', 'minComplex', 'allowRecovery'].map((key) => `value.passcode.${key}`);
  // A numeric passcode always has four digits.
  return part(passcode, 'type') === '4-digit numeric' ? ['value.passcode.minLength', 'value.passcode.minComplex'] : [];
}

const part = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
