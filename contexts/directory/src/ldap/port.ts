import type { LdapConnection } from '@lanyard/contract';

/** An entry with the attributes that were asked for; names in lower case. */
export interface LdapEntry {
  readonly dn: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export interface LdapSearch {
  readonly base: string;
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Of the attributes those that hold octets; they are given in hexadecimal. */
  readonly binary?: readonly string[];
  /** Entries to stop after; all where none is named. */
  readonly limit?: number;
}

/** One conversation with a directory: encrypted and let in when it is handed over. */
export interface LdapSession {
  search(what: LdapSearch): AsyncIterable<LdapEntry>;
  close(): Promise<void>;
}

/**
 * Opens a conversation.
 * @throws LdapProblem naming the step that failed, in words for a person
 */
export type OpenLdap = (connection: LdapConnection, password: string | null) => Promise<LdapSession>;

/** What a person can do something about. */
export class LdapProblem extends Error {
  /** How far it came. */
  readonly step: 'reach' | 'bind' | 'search';
  constructor(step: LdapProblem['step'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LdapProblem';
    this.step = step;
  }
}
