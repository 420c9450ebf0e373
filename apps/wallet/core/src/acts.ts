import { isServerError } from './errors.ts';
import type { RandomBytes, Storage } from './ports.ts';
import { randomUuid } from './uuid.ts';

/** Whether the server has decided about the act itself. After anything else the next try must carry the same key. */
const isDecided = (error: unknown): boolean =>
  isServerError(error) &&
  error.status < 500 &&
  error.status !== 401 &&
  error.status !== 429 &&
  // The first call with this key still runs.
  error.code !== 'conflict';

/**
 * Runs one act at the server under an idempotency key that is kept until its outcome is known, so that a lost answer
 * or a closed wallet never makes it happen twice.
 *
 * The act may be tried again with other input (a password typed differently). The server then answers that the key
 * belongs to other content, which proves that the first try arrived: the act goes on under a new key.
 *
 * @param name what the act is and on what, unique in the wallet
 * @param act keeps its result before it returns, since the key is forgotten then
 */
export async function once<T>(
  ports: { readonly storage: Storage; readonly random: RandomBytes },
  name: string,
  act: (idempotencyKey: string) => Promise<T>,
): Promise<T> {
  const storedUnder = `act:${name}`;
  const kept = await ports.storage.get<string>(storedUnder);
  const key = kept ?? randomUuid(ports.random);
  if (kept === undefined) await ports.storage.put(storedUnder, key);
  try {
    const result = await act(key);
    await ports.storage.delete(storedUnder);
    return result;
  } catch (error) {
    if (!isDecided(error)) throw error;
    await ports.storage.delete(storedUnder);
    if (kept !== undefined && isServerError(error, 'idempotency_key_reused')) return once(ports, name, act);
    throw error;
  }
}
