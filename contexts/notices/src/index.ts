import { DELIVER, sendNotice } from './send-notice.ts';
import { deliverNotice } from './deliver-notice.ts';
import type { NoticesConfig, NoticesPorts } from './ports.ts';

export type { Mailer, NoticesConfig, NoticesPorts, Recipient } from './ports.ts';
export { noticeKinds, type NoticeKind } from './texts.ts';
export { fileMailer } from './file-mailer.ts';
export { smtpMailer } from './smtp-mailer.ts';

export interface Notices {
  /** In the transaction of the act that it tells of. */
  readonly send: ReturnType<typeof sendNotice>;
  /** Takes the delivery jobs of this process. */
  startDelivery(): Promise<void>;
}

/** Texts, mail and push to people. */
export function createNotices(ports: NoticesPorts, config: NoticesConfig): Notices {
  return {
    send: sendNotice(ports),
    startDelivery: () => ports.jobs.work(DELIVER, deliverNotice(ports, config)),
  };
}
