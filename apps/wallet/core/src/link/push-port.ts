import type { PushSubscription } from '@lanyard/contract';

/** A wallet's hand in the notifications of its system. */
export interface PushPort {
  state(): Promise<'unsupported' | 'denied' | 'possible'>;
  /** Asks its holder, where the system has that done: in answer to a tap only. @returns whether it is allowed */
  allow(): Promise<boolean>;
  /**
   * The subscription that there is, or a new one (RFC 8030 §4).
   * @param applicationServerKey of RFC 8292 §4.2, base64url
   * @throws WalletError `waking_unavailable`
   */
  subscribe(applicationServerKey: string): Promise<PushSubscription>;
  /** Never throws: the server forgets it besides. */
  unsubscribe(): Promise<void>;
}
