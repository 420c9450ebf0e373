import type { Readable } from 'node:stream';
import type { After, Clock, Http, OpenSocket, PushPort, RandomBytes } from '@lanyard/wallet/core';

/** All that a command touches besides its home folder. */
export interface DeviceIo {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  out(text: string): void;
  /** Progress, prompts and errors, so that the output proper can be piped. */
  say(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Instead of the network; in tests. */
  readonly http?: Http;
  /** The same for WebSockets. */
  readonly openSocket?: OpenSocket;
  /** Notifications, where something stands for a phone's. */
  readonly push?: PushPort;
  /** Timers of what waits for a phone, instead of the platform's. */
  readonly after?: After;
  /** Ends `watch`. */
  readonly signal?: AbortSignal;
  /** PBKDF2 rounds, where many devices are simulated. */
  readonly iterations?: number;
}
