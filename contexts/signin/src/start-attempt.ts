import { after, hashToken, LanyardError, minutes, sourceOf, takeAttempt } from '@lanyard/kernel';
import { toBase64url } from '@lanyard/pki';
import { isMobileBrowser } from './card/mobile-browser.ts';
import { insertAttempt } from './pg/attempts.ts';
import { defaultLimits, type SigninConfig, type SigninPorts } from './ports.ts';

/** How long a person may take to find the card, in milliseconds. */
export const ATTEMPT_LIFETIME = minutes(10);

export interface Browser {
  readonly ip: string;
  readonly userAgent: string;
  readonly mobileHint?: string | undefined;
}

export interface AttemptStarted {
  /** The card host's address for this attempt. */
  readonly url: string;
  /** Goes into the cookie that ties the way back to this browser. */
  readonly cookie: string;
}

/**
 * Begins a sign-in: the ticket that the card host will give counts only beside the cookie made here, so that nobody
 * can sign somebody else's browser in.
 * @param portalOrigin where the browser comes back to
 * @throws LanyardError `mobile_browser`, `rate_limited`
 */
export async function startAttempt(
  { db, clock, random }: SigninPorts,
  config: SigninConfig,
  browser: Browser,
  portalOrigin: string,
): Promise<AttemptStarted> {
  if (isMobileBrowser(browser.userAgent, browser.mobileHint)) throw new LanyardError('mobile_browser');
  const now = clock.now();
  const { startsPerSource } = { ...defaultLimits, ...config.limits };
  const left = await takeAttempt(db.pool, `signin:start:${sourceOf(browser.ip)}`, startsPerSource, 60, now);
  if (!left) throw new LanyardError('rate_limited');
  const id = random.uuid();
  const cookie = toBase64url(random.bytes(32));
  await insertAttempt(db.pool, {
    id,
    cookieHash: hashToken(cookie),
    portalOrigin,
    createdAt: now,
    expiresAt: after(now, ATTEMPT_LIFETIME),
  });
  return { url: `${config.cardHosts[0]}/card/${id}`, cookie };
}
