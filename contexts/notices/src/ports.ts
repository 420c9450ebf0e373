import type { TextKind } from '@lanyard/contract';
import type { Clock, Db, Jobs, RandomSource } from '@lanyard/kernel';

export interface Recipient {
  readonly displayName: string;
  readonly email: string;
  /** As RFC 5646 writes it; English where it is not known. */
  readonly language?: string;
}

export interface Mailer {
  /** @throws when the mail server did not take it: the job tries again */
  send(mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly messageId: string;
  }): Promise<void>;
}

/** How the organisation shows itself in mails. */
export interface Letterhead {
  readonly organisation: string;
  /** Whom to ask, in one line; empty when nobody said. */
  readonly support: string;
}

/** What a person is invited with, as their settings are now. */
export interface InvitationWay {
  readonly kind: Extract<TextKind, `invitation.${string}`>;
  readonly facts: Readonly<Record<string, string>>;
}

export interface Invitees {
  /** People of a group by id, after the one given. */
  members(groupId: string, after: string | null, limit: number): Promise<readonly string[]>;
  /** The name of a group; null when there is none. */
  groupName(groupId: string): Promise<string | null>;
  /** null: somebody who is not to be invited, because they are suspended, have ended or are unknown. */
  wayOf(personId: string): Promise<InvitationWay | null>;
}

export interface NoticesPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly jobs: Pick<Jobs, 'send' | 'work'>;
  readonly mailer: Mailer;
  /** null: nobody by that id any more */
  readonly recipient: (personId: string) => Promise<Recipient | null>;
  /** Without it: the name that the installation has. */
  readonly letterhead?: () => Promise<Letterhead>;
  /** Without it nobody can be invited from here. */
  readonly invitees?: Invitees;
}

export interface NoticesConfig {
  readonly organisation: string;
  readonly portalUrl: string;
}
