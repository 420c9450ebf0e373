/** What came and was not yet taken. */
export interface Inbox<T> {
  /** @returns false when it is full or has ended */
  put(item: T): boolean;
  /** The next one; undefined once all were taken and it has ended. */
  next(): Promise<T | undefined>;
  end(): void;
  readonly ended: boolean;
}

/** @param most that may wait: whoever sends faster than we read has no claim on our memory */
export function createInbox<T>(most = 64): Inbox<T> {
  const items: T[] = [];
  let waiting: ((item: T | undefined) => void) | undefined;
  let ended = false;
  return {
    get ended() {
      return ended;
    },
    put: (item) => {
      if (ended || items.length >= most) return false;
      const hand = waiting;
      waiting = undefined;
      if (hand === undefined) items.push(item);
      else hand(item);
      return true;
    },
    next: () => {
      if (items.length > 0 || ended) return Promise.resolve(items.shift());
      return new Promise((resolve) => (waiting = resolve));
    },
    end: () => {
      ended = true;
      waiting?.(undefined);
      waiting = undefined;
    },
  };
}
