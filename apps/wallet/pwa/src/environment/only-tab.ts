/**
 * Resolves once this tab is the only one that works with the wallet: two would answer one activation twice.
 * @param onWait called when another tab has it; what it is handed takes it over
 * @param onLost called when another tab took it from this one
 */
export async function becomeOnlyTab(onWait: (takeOver: () => void) => void, onLost: () => void): Promise<void> {
  if (!('locks' in navigator)) return;
  const name = 'lanyard-wallet';
  await new Promise<void>((resolve) => {
    const hold = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    const request = (options: LockOptions): void => {
      // The promise ends only by another tab's stealing.
      navigator.locks.request(name, options, hold).catch(onLost);
    };
    navigator.locks
      .query()
      .then(({ held }) => {
        const taken = held?.some((lock) => lock.name === name) === true;
        if (taken) onWait(() => request({ steal: true }));
        else request({});
      })
      .catch(() => request({}));
  });
}
