import type { Storage } from './ports.ts';

/** A storage that ends with the process: for tests, and for thousands of devices under load. */
export function memoryStorage(): Storage {
  const values = new Map<string, unknown>();
  return {
    // Copies both ways, as a database would: what a caller changes later is not what was kept.
    get: async <T>(key: string) => structuredClone(values.get(key)) as T | undefined,
    put: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
  };
}
