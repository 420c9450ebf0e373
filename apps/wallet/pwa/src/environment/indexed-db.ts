import type { Storage } from '@lanyard/wallet/core';

const DATABASE = 'lanyard-wallet';
const STORE = 'values';

/** The wallet's storage in IndexedDB, which can hold a `CryptoKey` that is not extractable. One transaction a put. */
export async function indexedDbStorage(): Promise<Storage> {
  const database = await openDatabase();
  const run = <T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      // "strict": a put has reached the disk when it is said to be done, which resuming rests on.
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('The browser refused to keep data.'));
    });
  return {
    // What stands under a key was put there by the same caller, with the type that it reads.
    get: async <T>(key: string) => (await run('readonly', (store) => store.get(key))) as T | undefined,
    put: async (key, value) => void (await run('readwrite', (store) => store.put(value, key))),
    delete: (key) => run('readwrite', (store) => store.delete(key)),
  };
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser does not let this page keep data.'));
  });
}

/** Asks that the browser not throw the wallet away when space is short. */
export async function askForDurableStorage(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}
