import { composeMail } from './compose-mail.ts';
import type { NoticesConfig, NoticesPorts } from './ports.ts';
import { markDelivered, noticeById } from './pg/notices.ts';
import { textKindOf } from './texts.ts';

/**
 * Mails a notice. The message id is the notice's own, so that a mail server can tell a second delivery after
 * a crash between "sent" and "marked".
 */
export const deliverNotice =
  (ports: NoticesPorts, config: NoticesConfig) =>
  async ({ noticeId }: { noticeId: string }): Promise<void> => {
    const { pool } = ports.db;
    const notice = await noticeById(pool, noticeId);
    if (!notice || notice.delivered_at) return;
    const recipient = await ports.recipient(notice.person_id);
    if (!recipient) return;
    const { facts } = notice;
    const mail = await composeMail(ports, config, pool, { kind: textKindOf(notice.kind, facts), facts, recipient });
    await ports.mailer.send({
      to: recipient.email,
      ...mail,
      messageId: `<${notice.id}@${new URL(config.portalUrl).hostname}>`,
    });
    await markDelivered(pool, notice.id, recipient.email, ports.clock.now());
  };
