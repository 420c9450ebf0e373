/**
 * Lets those who ask the same thing at the same time share one answer. Nobody is given one that was asked for before
 * it came: a question under way is waited for, and then asked once more for all who came meanwhile. So each answer is
 * as fresh as one of its own, and however many ask, one question is under way at a time.
 */
export function askedTogether<V>(ask: (key: string) => Promise<V>): (key: string) => Promise<V> {
  const running = new Map<string, { readonly now: Promise<V>; next: Promise<V> | undefined }>();

  const start = (key: string): Promise<V> => {
    const now = ask(key);
    const entry: { readonly now: Promise<V>; next: Promise<V> | undefined } = { now, next: undefined };
    running.set(key, entry);
    const ended = (): void => {
      if (entry.next === undefined) running.delete(key);
    };
    now.then(ended, ended);
    return now;
  };

  return (key) => {
    const entry = running.get(key);
    if (entry === undefined) return start(key);
    const again = (): Promise<V> => start(key);
    return (entry.next ??= entry.now.then(again, again));
  };
}
