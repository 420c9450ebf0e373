import { after, minutes } from '@lanyard/kernel';
import { composeMail } from './compose-mail.ts';
import type { NoticesConfig, NoticesPorts } from './ports.ts';
import { giveBack, markDelivered, noticeById, takeToSend } from './pg/notices.ts';
import { textKindOf } from './texts.ts';

/** Longer than a mail server may take; a process that died holds a notice no longer than this. */
const SENDING = minutes(5);

/**
 * Mails a notice. The message id is the notice's own, so that a mail server can tell a second delivery after
 * a crash between "sent" and "marked".
 * @throws Error while another process mails it: the job comes back, in case that one dies
 */
export const deliverNotice =
  (ports: NoticesPorts, config: NoticesConfig) =>
  async ({ noticeId }: { noticeId: string }): Promise<void> => {
    const { clock, mailer } = ports;
    const { pool } = ports.db;
    const notice = await noticeById(pool, noticeId);
    if (!notice || notice.delivered_at) return;
    const recipient = await ports.recipient(notice.person_id);
    if (!recipient) return;
    const { facts } = notice;
    const mail = await composeMail(ports, config, pool, { kind: textKindOf(notice.kind, facts), facts, recipient });
    const now = clock.now();
    const until = after(now, SENDING);
    if (!(await takeToSend(pool, notice.id, until, now)))
      throw new Error(`another process mails the notice ${notice.id}`);
    const messageId = `<${notice.id}@${new URL(config.portalUrl).hostname}>`;
    try {
      await mailer.send({ to: recipient.email, ...mail, messageId });
    } catch (error) {
      await giveBack(pool, notice.id, until);
      throw error;
    }
    await markDelivered(pool, notice.id, recipient.email, clock.now());
  };
