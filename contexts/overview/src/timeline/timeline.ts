import type { TimelineItem, TimelinePage } from '@lanyard/contract';
import { LanyardError, minutes, type Queryable } from '@lanyard/kernel';
import { actorLabel } from '../actor-label.ts';
import { helpSentence } from '../help-sentence.ts';
import {
  actsOf,
  isDevice,
  noticesOf,
  userNameOf,
  type TimelineActRow,
  type TimelineNoticeRow,
} from '../pg/timeline.ts';
import { noticeSentence } from '../words/notices.ts';

export interface TimelineAsk {
  /** Where the page before ended, as its `next` said. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly now: Date;
  /** Null: all. */
  readonly spaces: readonly string[] | null;
}

/** How far two sources were read: rows of each before these come next. */
interface Cursor {
  readonly act: number | null;
  readonly notice: { readonly at: Date; readonly id: string } | null;
}

/** Mail that takes longer than this has met with trouble. */
const MAIL_TAKES = minutes(10);

/** @throws LanyardError `not_found`, `input_invalid` */
export async function timelineOfPerson(on: Queryable, personId: string, ask: TimelineAsk): Promise<TimelinePage> {
  const userName = await userNameOf(on, personId, ask.spaces);
  if (userName === null) throw new LanyardError('not_found');
  const from = readCursor(ask.after);
  const [acts, notices] = await Promise.all([
    actsOf(on, { personId, userName }, from.act, ask.limit + 1),
    noticesOf(on, personId, from.notice, ask.limit + 1),
  ]);
  return merged(acts, notices, from, ask);
}

/** @throws LanyardError `device_not_found`, `input_invalid` */
export async function timelineOfDevice(on: Queryable, deviceId: string, ask: TimelineAsk): Promise<TimelinePage> {
  if (!(await isDevice(on, deviceId, ask.spaces))) throw new LanyardError('device_not_found');
  const from = readCursor(ask.after);
  return merged(await actsOf(on, { deviceId }, from.act, ask.limit + 1), [], from, ask);
}

/** Newest first out of both; what one page leaves over of a source, the next begins with. */
function merged(
  acts: readonly TimelineActRow[],
  notices: readonly TimelineNoticeRow[],
  from: Cursor,
  { limit, now }: TimelineAsk,
): TimelinePage {
  const items: TimelineItem[] = [];
  let [a, n] = [0, 0];
  while (items.length < limit) {
    const [act, notice] = [acts[a], notices[n]];
    if (act !== undefined && (notice === undefined || act.at >= notice.created_at)) {
      items.push(actItem(act));
      a++;
    } else if (notice !== undefined) {
      items.push(noticeItem(notice, now));
      n++;
    } else break;
  }
  const isMore = a < acts.length || n < notices.length;
  const lastNotice = notices[n - 1];
  const cursor: Cursor = {
    act: acts[a - 1]?.id ?? from.act,
    notice: lastNotice === undefined ? from.notice : { at: lastNotice.created_at, id: lastNotice.id },
  };
  return { items, next: isMore ? writeCursor(cursor) : null };
}

function actItem(row: TimelineActRow): TimelineItem {
  return {
    id: `audit-${row.id}`,
    at: row.at.toISOString(),
    source: 'audit',
    act: row.act,
    outcome: row.outcome,
    ...helpSentence(row.act, row.outcome, row.details),
    by: actorLabel(row.actor, row.actor_name),
    deviceId: row.device_id,
    object: row.object,
    correlationId: row.correlation_id,
  };
}

function noticeItem(row: TimelineNoticeRow, now: Date): TimelineItem {
  const isLate = row.delivered_at === null && now.getTime() - row.created_at.getTime() > MAIL_TAKES;
  return {
    id: `notice-${row.id}`,
    at: row.created_at.toISOString(),
    source: 'notice',
    act: row.kind,
    outcome: isLate ? 'refused' : 'done',
    tone: isLate ? 'attention' : 'neutral',
    sentence: isLate ? noticeSentence(row.kind).replace('Was told', 'Should have been told') : noticeSentence(row.kind),
    why: isLate ? 'The mail has not left yet: they do not know.' : null,
    cure: isLate ? 'Look at the mail server and at the e-mail address of the person.' : null,
    by: 'the system (notices)',
    deviceId: null,
    object: row.delivered_to,
    correlationId: null,
  };
}

const writeCursor = ({ act, notice }: Cursor): string =>
  `${act ?? ''}_${notice === null ? '' : `${notice.at.getTime()}_${notice.id}`}`;

function readCursor(after: string | undefined): Cursor {
  if (after === undefined) return { act: null, notice: null };
  const read = /^(\d{0,16})_(?:(\d{1,15})_([0-9a-f-]{36}))?$/.exec(after);
  if (read === null)
    throw new LanyardError('input_invalid', { fields: [{ field: 'after', message: 'not of this list' }] });
  const [, act = '', at, id] = read;
  return {
    act: act === '' ? null : Number(act),
    notice: at === undefined || id === undefined ? null : { at: new Date(Number(at)), id },
  };
}
