/** Does what concerns one name in the order that it was asked for, each when the one before has ended, however that did. */
export type Turns = <T>(name: string, act: () => Promise<T>) => Promise<T>;

const noMatter = (): void => undefined;

/** Nothing is kept of a name for which nothing waits. */
export function turns(): Turns {
  const ends = new Map<string, Promise<unknown>>();
  return (name, act) => {
    const mine = (ends.get(name) ?? Promise.resolve()).then(act);
    // Its caller hears of a failure; who comes next only waits for the end.
    const end: Promise<void> = mine.then(noMatter, noMatter).then(() => {
      if (ends.get(name) === end) ends.delete(name);
    });
    ends.set(name, end);
    return mine;
  };
}
