import type { NoticesConfig, NoticesPorts } from './ports.ts';
import { markDelivered, noticeById } from './pg/notices.ts';
import { mailBody, noticeText } from './texts.ts';

/**
 * Mails a notice. The message id is the notice's own, so that a mail server can tell a second delivery after
 * a crash between "sent" and "marked".
 */
export const deliverNotice =
  (ports: NoticesPorts, config: NoticesConfig) =>
  async ({ noticeId }: { noticeId: string }): Promise<void> => {
    const notice = await noticeById(ports.db.pool, noticeId);
    if (!notice || notice.delivered_at) return;
    const recipient = await ports.recipient(notice.person_id);
    if (!recipient) return;
    const context = { ...config, displayName: recipient.displayName };
    const text = config.texts?.[notice.kind]?.(notice.facts) ?? noticeText(notice.kind, notice.facts, context);
    await ports.mailer.send({
      to: recipient.email,
      subject: text.subject,
      text: mailBody(text, context),
      messageId: `<${notice.id}@${new URL(config.portalUrl).hostname}>`,
    });
    await markDelivered(ports.db.pool, notice.id, recipient.email, ports.clock.now());
  };
