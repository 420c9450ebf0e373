// As environment/indexed-db.ts has them: a worker is one file, and what it shared with the page would be another.
const [DATABASE, STORE, DESKTOPS] = ['lanyard-wallet', 'values', 'desktops'];

/** What the wallet calls a desktop; undefined for one that it does not know. */
export async function desktopName(readerId: string): Promise<string | undefined> {
  const desktops = await read().catch(() => undefined);
  if (!Array.isArray(desktops)) return undefined;
  const known = (desktops as readonly { readerId?: unknown; name?: unknown }[]).find(
    (one) => one.readerId === readerId,
  );
  return typeof known?.name === 'string' ? known.name : undefined;
}

function read(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error ?? new Error('no database'));
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(STORE, 'readonly').objectStore(STORE).get(DESKTOPS);
      reading.onsuccess = () => (resolve(reading.result), database.close());
      reading.onerror = () => (reject(reading.error ?? new Error('not read')), database.close());
    };
  });
}
