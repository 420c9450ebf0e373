import type { Tx } from '@lanyard/kernel';
import type { NoticesPorts } from './ports.ts';
import { insertNotice } from './pg/notices.ts';
import type { NoticeKind } from './texts.ts';

export const DELIVER = 'notices.deliver';

/** Puts a notice into the transaction of the act that it tells of: one happens exactly when the other does. */
export const sendNotice =
  ({ clock, random, jobs }: NoticesPorts) =>
  async (
    tx: Tx,
    notice: { readonly personId: string; readonly kind: NoticeKind; readonly facts: Readonly<Record<string, unknown>> },
  ): Promise<void> => {
    const id = random.uuid();
    await insertNotice(tx, { id, ...notice, at: clock.now() });
    await jobs.send(tx, DELIVER, { noticeId: id });
  };
