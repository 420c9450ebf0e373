import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { role, settingKinds, type Role, type SettingKind } from '@lanyard/contract';
import { defaultDataFolder } from '@lanyard/kernel';
import { ConfigError, toConfig, type Config } from './config.ts';
import { repositoryRoot } from './migration-folders.ts';
import { rememberedAddresses } from './remembered-addresses.ts';

export { ConfigError, type Config, type Ports } from './config.ts';
export { openContexts, type Contexts, type OpenContexts } from './contexts.ts';
export { exportAudit, verifyExport } from './audit-export.ts';
export { acceptOlderDatabase } from './checkpoint-keeper.ts';
export { cardFolder, changeDemoCard, issueDemoCard } from './demo/demo-cards.ts';
export { signRootCrl, addAuthority, type AuthorityPlan, type CrlPlan } from './ceremony/sign-again.ts';
export { holdCeremony } from './ceremony/hold-ceremony.ts';
export { importCeremony } from './ceremony/import-ceremony.ts';
export { ceremonyKeys, type CeremonyKey, type CeremonySetting, type NewAuthority } from './ceremony/plan.ts';
export { readPkcs11 as tokenFrom } from './config.ts';
export { writeDemoRoot } from './demo/write-demo-root.ts';
export { invite } from './invite.ts';
export { lintFiles, lintProfiles, type Linted, type LintProfile } from './lint-files.ts';
export { inviteToEnrol, type EnrolmentOrder } from './invite-to-enrol.ts';
export { startServer, type RunningServer } from './start-server.ts';
export { applyConfig } from './config-file/apply-config.ts';
export { exportConfig } from './config-file/export-config.ts';
export { planConfig } from './config-file/plan-config.ts';
export { lintInstallation } from './lint/lint-installation.ts';
export type { ConfigChange, ConfigPlan, LintReport } from '@lanyard/contract';
export { demoPeople } from './demo/people.ts';

/**
 * The configuration of an installation that is there, for a command beside its server: what the environment leaves
 * open is as at its last start.
 * @throws ConfigError when nothing is there: only a start makes an installation
 */
export function configOfExisting(env: Readonly<Record<string, string | undefined>>): Config {
  const { dataFolder, databaseUrl } = configFrom(env);
  if (databaseUrl === undefined && !existsSync(join(dataFolder, 'pg')))
    throw new ConfigError(
      `there is no installation in ${dataFolder}: run "npm start" once, or name its folder with --data`,
    );
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  return configFrom({ ...rememberedAddresses(dataFolder), ...given });
}

export type { Role, RoleGrant } from '@lanyard/contract';

/** The roles of the admin portal, as the command line takes them. */
export const roleNames: readonly Role[] = role.options;

/** Names of the kinds of setting, as the command line takes them. */
export const settingKindNames = Object.keys(settingKinds) as readonly SettingKind[];

/**
 * The configuration from the environment, into which flags have been laid.
 * @throws ConfigError with one line that names the setting
 */
export const configFrom = (env: Readonly<Record<string, string | undefined>>): Config =>
  toConfig(env, { dataFolder: env['LANYARD_DATA'] ?? defaultDataFolder(repositoryRoot) });
