import { appsErrors } from './errors/apps.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { administrationErrors } from './errors/administration.ts';
import { configFileErrors } from './errors/config-file.ts';
import { configurationsErrors } from './errors/configurations.ts';
import { credentialsErrors } from './errors/credentials.ts';
import { desktopsErrors } from './errors/desktops.ts';
import { devicesErrors } from './errors/devices.ts';
import { enrolmentProtocolsErrors } from './errors/enrolment-protocols.ts';
import { issuingErrors } from './errors/issuing.ts';
import { peopleErrors } from './errors/people.ts';
import { requestsErrors } from './errors/requests.ts';
import { settingsErrors } from './errors/settings.ts';
import { signInErrors } from './errors/sign-in.ts';
import { transportErrors } from './errors/transport.ts';
import { unblockErrors } from './errors/unblock.ts';

export type { ErrorKind } from './errors/entry.ts';

/** Every error a caller can meet. A code is never renamed or reused. */
export const errorCatalogue = {
  ...appsErrors,
  ...transportErrors,
  ...signInErrors,
  ...administrationErrors,
  ...requestsErrors,
  ...devicesErrors,
  ...desktopsErrors,
  ...issuingErrors,
  ...enrolmentProtocolsErrors,
  ...credentialsErrors,
  ...peopleErrors,
  ...configurationsErrors,
  ...settingsErrors,
  ...unblockErrors,
  ...configFileErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** `application/problem+json` (RFC 9457), as every interface of Lanyard answers an error. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly next: string;
  /** The same as in the server's log: what a help desk asks for. */
  readonly correlationId: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
