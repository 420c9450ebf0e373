import type { Clock, Db, Jobs, RandomSource } from '@lanyard/kernel';
import type { NoticeKind, NoticeText } from './texts.ts';

export interface Recipient {
  readonly displayName: string;
  readonly email: string;
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

export interface NoticesPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly jobs: Pick<Jobs, 'send' | 'work'>;
  readonly mailer: Mailer;
  /** null: nobody by that id any more */
  readonly recipient: (personId: string) => Promise<Recipient | null>;
}

export interface NoticesConfig {
  readonly organisation: string;
  readonly portalUrl: string;
  /** Texts of the organisation's own in place of the built-in ones. */
  readonly texts?: Partial<Record<NoticeKind, (facts: Readonly<Record<string, unknown>>) => NoticeText>>;
}
