import type { InvitationInput } from '@lanyard/contract';
import type { Actor, Http } from '@lanyard/kernel';
import { DELIVER, sendNotice } from './send-notice.ts';
import { deliverNotice } from './deliver-notice.ts';
import { noticesConfigured, type NoticesConfigured } from './configured.ts';
import { noticeRoutes } from './http/notice-routes.ts';
import { INVITE, inviteSlice, startInvitation } from './invite.ts';
import type { NoticesConfig, NoticesPorts } from './ports.ts';

export type { InvitationWay, Invitees, Letterhead, Mailer, NoticesConfig, NoticesPorts, Recipient } from './ports.ts';
export type { NoticesConfigured } from './configured.ts';
export { noticeKinds, type NoticeKind } from './texts.ts';
export { fileMailer } from './file-mailer.ts';
export { smtpMailer } from './smtp-mailer.ts';

export interface Notices {
  /** In the transaction of the act that it tells of. */
  readonly send: ReturnType<typeof sendNotice>;
  /** Invites a person or a user group; a job makes one mail each. @returns the invitation's id */
  invite(input: InvitationInput, by: Actor): Promise<string>;
  /** For the configuration as a file. */
  readonly configured: NoticesConfigured;
  readonly routes: {
    /** /api/admin/notices/texts and /api/admin/invitations */
    admin(app: Http): void;
  };
  /** Takes the delivery jobs of this process. */
  startDelivery(): Promise<void>;
}

/** Texts, mail and push to people. */
export function createNotices(ports: NoticesPorts, config: NoticesConfig): Notices {
  return {
    send: sendNotice(ports),
    invite: (input, by) => startInvitation(ports, input, by),
    configured: noticesConfigured(ports),
    routes: { admin: (app) => noticeRoutes(app, ports, config) },
    async startDelivery() {
      await ports.jobs.work(DELIVER, deliverNotice(ports, config));
      await ports.jobs.work(INVITE, inviteSlice(ports));
    },
  };
}
