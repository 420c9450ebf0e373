/** Runs acts one after the other: two that read a value, change it and put it back would lose one of the changes. */
export type OneAtATime = <T>(act: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  let last: Promise<void> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    // Its caller hears of a failure; the queue only waits for the end, and keeps nothing of what came of it.
    last = mine.then(nothing, nothing);
    return mine;
  };
}

const nothing = (): void => undefined;
