/** Runs acts one after the other: two that read a value, change it and put it back would lose one of the changes. */
export type OneAtATime = <T>(act: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act, act);
    last = mine;
    // Its caller hears of a failure; the queue only waits for the end.
    mine.catch(() => undefined);
    return mine;
  };
}
