import { after, minutes } from '@lanyard/kernel';
import type { Session } from '../pg/sessions.ts';

/** Without any call for so long a session ends (SP 800-63B §4.2.3). */
export const IDLE_LIMIT = minutes(30);
/** How young a card sign-in must be to request, extend, unblock or recover (design §3.1). */
export const FRESHNESS = minutes(20);
/** How exact the time of the last call is kept: not every call is a write. */
export const SEEN_STEP = minutes(1);

export const freshUntil = (session: Session): Date => after(session.signedInAt, FRESHNESS);
export const seenAfter = (now: Date): Date => after(now, -IDLE_LIMIT);
