import type { After } from './carrier.ts';

/** Something that a holder is asked, until it is answered, taken back, or the time is over: then it is a no. */
export interface Question<T> {
  /** What is asked now; undefined: nothing. */
  readonly asked: T | undefined;
  /** @param gone whoever asked does not wait any more: that takes it back */
  ask(what: T, milliseconds: number, gone?: Promise<void>): Promise<boolean>;
  /** @param to what was answered, as `asked` gave it: another question that has taken its place meanwhile stays open */
  answer(yes: boolean, to?: T): void;
}

export function question<T>(after: After, changed: () => void): Question<T> {
  let open: { readonly what: T; readonly decide: (yes: boolean) => void } | undefined;
  return {
    get asked() {
      return open?.what;
    },
    answer: (yes, to) => {
      if (to === undefined || to === open?.what) open?.decide(yes);
    },
    ask: (what, milliseconds, gone) => {
      open?.decide(false);
      return new Promise((resolve) => {
        const mine = {
          what,
          decide: (yes: boolean): void => {
            takeBack();
            if (open === mine) open = undefined;
            resolve(yes);
            changed();
          },
        };
        const takeBack = after(milliseconds, () => mine.decide(false));
        void gone?.then(() => open === mine && mine.decide(false));
        open = mine;
        changed();
      });
    },
  };
}
