import {
  certificateRulesOf,
  chooseCertificate,
  type AppConfigurationValue,
  type CertificateDecision,
  type DeviceCredential,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { publishedByIds } from '../pg/configurations.ts';
import { referableByIds } from '../pg/app-configurations.ts';
import { identityOf } from './apps-for.ts';

/**
 * "Which certificate would this app show to https://… ?", by the rules as they are written now.
 * @param device whose certificates count; left out when only the rules are asked
 */
export async function decideCertificate(
  on: Queryable,
  value: AppConfigurationValue,
  address: string,
  device?: { readonly spaceId: string; readonly credentials: readonly DeviceCredential[] },
): Promise<CertificateDecision> {
  const ids = value.certificates.map(({ configurationId }) => configurationId);
  const named = new Map((await referableByIds(on, ids)).map(({ id, name }) => [id, name]));
  const certificates = value.certificates.flatMap(({ key, configurationId }) => {
    const name = named.get(configurationId);
    return name === undefined ? [] : [{ key, name, configurationId }];
  });
  if (device === undefined)
    return chooseCertificate(address, certificateRulesOf(value.pairs, certificates), value.tunnels);
  const published = new Map((await publishedByIds(on, ids, device.spaceId)).map((row) => [row.id, row]));
  const present = (name: string): boolean => {
    const id = certificates.find((one) => one.name === name)?.configurationId;
    return id !== undefined && typeof identityOf(id, published, device.credentials) !== 'string';
  };
  return chooseCertificate(address, certificateRulesOf(value.pairs, certificates, present), value.tunnels);
}
