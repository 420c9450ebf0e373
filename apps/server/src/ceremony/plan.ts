import { hostname, release, userInfo } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@lanyard/kernel';
import { repositoryRoot } from '../migration-folders.ts';
import type { Pkcs11Config } from '../config.ts';

export const ceremonyKeys = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
export type CeremonyKey = (typeof ceremonyKeys)[number];

export interface NewAuthority {
  readonly id: string;
  readonly kind: 'derived' | 'card';
  /** The line that it continues, or its own id. */
  readonly line: string;
  readonly keyType: CeremonyKey;
  readonly years: number;
}

/** What every ceremony needs: where, who, and how it asks. */
export interface CeremonySetting {
  readonly folder: string;
  /** Who is present. */
  readonly people: readonly string[];
  readonly rootPassphraseFile: string;
  /** Of the issuing authorities' keys, for their way to the installation. */
  readonly passphraseFile: string;
  /** Ids of authorities whose keys are made in the token; `root` may be among them. */
  readonly inToken: readonly string[];
  readonly pkcs11: Pkcs11Config | undefined;
  readonly say: (line: string) => void;
  readonly confirm: ((question: string) => Promise<string>) | undefined;
  readonly clock: Clock;
}

export interface CeremonyPlan extends CeremonySetting {
  readonly organisation: string;
  readonly statusUrl: string;
  readonly root: { readonly id: string; readonly keyType: CeremonyKey; readonly years: number };
  readonly issuing: readonly NewAuthority[];
  /** Days that the root's CRL is good for. */
  readonly crlDays: number;
}

/** Where and with what it is done, for the transcript. */
export function circumstances({ people, clock, folder, pkcs11 }: CeremonySetting): string[] {
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { version: string };
  return [
    `time         ${clock.now().toISOString()} (compare it with a clock that you trust)`,
    `present      ${people.join(', ')}`,
    `machine      ${hostname()}, ${process.platform} ${release()} ${process.arch}, user ${userInfo().username}`,
    `versions     Lanyard ${version}, Node ${process.version}, OpenSSL ${process.versions.openssl}`,
    `folder       ${folder}`,
    ...(pkcs11 ? [`token        ${pkcs11.token} through ${pkcs11.module}`] : []),
  ];
}
