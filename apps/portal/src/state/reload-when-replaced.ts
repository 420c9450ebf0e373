const KEPT = 'lanyard.reloaded-at';
/** A part that is missing right after a reload is missing for another reason. */
const ONCE_IN_MS = 10_000;

/**
 * A page that was open while the server got a newer portal asks for parts that are no longer there: it is loaded anew,
 * once. The question about unsaved changes was asked before, for parts are loaded on the way to another screen.
 * @param page of the browser
 * @param now milliseconds
 */
export function reloadWhenReplaced(
  page: Pick<Window, 'addEventListener' | 'location' | 'sessionStorage'>,
  now: () => number,
): void {
  page.addEventListener('vite:preloadError', (event) => {
    if (now() - Number(page.sessionStorage.getItem(KEPT) ?? 0) < ONCE_IN_MS) return;
    event.preventDefault();
    page.sessionStorage.setItem(KEPT, String(now()));
    page.location.reload();
  });
}
