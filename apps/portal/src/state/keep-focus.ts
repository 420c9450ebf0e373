import { useEffect } from 'react';

/** What of an element is asked here. */
interface Place {
  readonly isConnected: boolean;
  matches(selector: string): boolean;
}

/**
 * Where the focus goes when what had it was taken off the page: a row that was removed, a button whose act is done.
 * Left alone it falls to the beginning of the document, and whoever works with the keyboard begins anew.
 * @param lost what had the focus, then what held that, from the inside out, as it was when the focus came
 * @returns the nearest of them that is still there and can take it, or null
 */
export const heirOf = <T extends Place>(lost: readonly T[]): T | null =>
  lost.find((element) => element.isConnected && element.matches('[tabindex="-1"]')) ?? null;

/** Hands the focus on when its holder is gone; to the main region where nothing nearer takes it. */
export function useKeptFocus(): void {
  useEffect(() => {
    let lineage: readonly HTMLElement[] = [];
    const remember = ({ target }: FocusEvent): void => {
      lineage = lineageOf(target);
    };
    const watch = new MutationObserver(() => {
      if (lineage[0] === undefined || lineage[0].isConnected || document.activeElement !== document.body) return;
      const heir = heirOf(lineage) ?? document.getElementById('main');
      lineage = [];
      heir?.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', remember);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      watch.disconnect();
    };
  }, []);
}

function lineageOf(target: EventTarget | null): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = target instanceof HTMLElement ? target : null; at !== null; at = at.parentElement) found.push(at);
  return found;
}
