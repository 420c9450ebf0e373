import { z } from 'zod';
import {
  appConfigurationValue,
  appTunnelRule,
  certificateKey,
  type AppConfigurationValue,
} from './app-configuration.ts';
import { emailPlusForm } from './email-plus.ts';

const name = z.string().min(1).max(100);

/** An app configuration as a file holds it: configurations by their names, which another installation has too. */
export const namedAppConfigurationValue = appConfigurationValue.extend({
  certificates: z
    .array(certificateKey.omit({ configurationId: true }).extend({ configuration: name }))
    .max(100)
    .default([]),
  tunnels: z
    .array(appTunnelRule.omit({ identityId: true }).extend({ identity: name.nullable().default(null) }))
    .max(100)
    .default([]),
  emailPlus: emailPlusForm
    .omit({ identityCertificateId: true, password: true })
    .extend({ identityCertificate: name.nullable().default(null) })
    .nullable()
    .default(null),
});
export type NamedAppConfigurationValue = z.infer<typeof namedAppConfigurationValue>;

/**
 * With names in place of ids: a reference, never a key (ADM-105).
 * @param nameOf null for a configuration that is no longer there: its id is left in the name's place, and reading it back says so
 */
export function withNames(
  { certificates, tunnels, emailPlus, ...rest }: AppConfigurationValue,
  nameOf: (id: string) => string | null,
): NamedAppConfigurationValue {
  const named = (id: string): string => nameOf(id) ?? id;
  return {
    ...rest,
    certificates: certificates.map(({ key, configurationId }) => ({ key, configuration: named(configurationId) })),
    tunnels: tunnels.map(({ identityId, ...rule }) => ({
      ...rule,
      identity: identityId === null ? null : named(identityId),
    })),
    emailPlus: emailPlus === null ? null : formWithNames(emailPlus, named),
  };
}

function formWithNames(form: NonNullable<AppConfigurationValue['emailPlus']>, named: (id: string) => string) {
  const { identityCertificateId, password: _never, ...rest } = form;
  return { ...rest, identityCertificate: identityCertificateId === null ? null : named(identityCertificateId) };
}

export interface WithIds {
  readonly value: AppConfigurationValue;
  /** Names that nothing has here. */
  readonly unknown: readonly string[];
}

/** The way back. @param idOf null for a name that nothing has */
export function withIds(
  { certificates, tunnels, emailPlus, ...rest }: NamedAppConfigurationValue,
  idOf: (name: string) => string | null,
): WithIds {
  const unknown = new Set<string>();
  const found = (one: string | null): string | null => {
    const id = one === null ? null : idOf(one);
    if (one !== null && id === null) unknown.add(one);
    return id;
  };
  const value: AppConfigurationValue = {
    ...rest,
    certificates: certificates.flatMap(({ key, configuration }) => {
      const configurationId = found(configuration);
      return configurationId === null ? [] : [{ key, configurationId }];
    }),
    tunnels: tunnels.map(({ identity, ...rule }) => ({ ...rule, identityId: found(identity) })),
    emailPlus: emailPlus === null ? null : formWithIds(emailPlus, found),
  };
  return { value, unknown: [...unknown] };
}

function formWithIds(
  { identityCertificate, ...rest }: NonNullable<NamedAppConfigurationValue['emailPlus']>,
  found: (name: string | null) => string | null,
): NonNullable<AppConfigurationValue['emailPlus']> {
  return { ...rest, password: '', identityCertificateId: found(identityCertificate) };
}
