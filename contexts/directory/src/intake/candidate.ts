import type { Origin, PersonFacts, PersonState, Role } from '@lanyard/contract';

/** A person as a file or a directory has them, not judged yet. */
export interface Candidate {
  /** Of the file, or the number of the entry. */
  readonly line: number;
  readonly facts: Readonly<Record<keyof PersonFacts, string>>;
  /** What the source calls them; null for files. */
  readonly externalId: string | null;
  /** As it is written; undefined where the source says nothing of it. */
  readonly state?: string | undefined;
  /** The names of all groups that they are to be in; undefined where the source says nothing of it. */
  readonly groups?: readonly string[] | undefined;
  /** Why the line cannot even be read. */
  readonly problem?: string | undefined;
}

/** Somebody here whom a candidate might be. */
export interface Known {
  readonly id: string;
  readonly version: number;
  readonly facts: PersonFacts;
  readonly state: PersonState;
  readonly stateBySource: boolean;
  readonly origin: Origin;
  readonly sourceId: string | null;
  readonly externalId: string | null;
  readonly roles: readonly string[];
  /** Groups that this source may change, by name. */
  readonly groups: readonly string[];
}

export interface IntakeOptions {
  readonly origin: 'csv' | 'ldap';
  readonly sourceId: string | null;
  /** Of the connection as it was when the run began. */
  readonly sourceVersion?: number;
  /** People of another origin are taken over instead of refused. */
  readonly takeOver: boolean;
  /** Groups that are not there are made. */
  readonly createGroups: boolean;
  /** Roles to whose holders whoever leads this may give another UPN, user name or address. */
  readonly overRoles: readonly Role[];
}

export interface Change {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface Judged {
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'refused';
  readonly reason: string | null;
  readonly person: Known | null;
  readonly facts: PersonFacts | Candidate['facts'];
  readonly state: PersonState | null;
  readonly changes: readonly Change[];
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
}
