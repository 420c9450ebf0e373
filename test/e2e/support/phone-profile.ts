import { cpSync } from 'node:fs';
import { basename } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './chromium.ts';
import { PHONE_SIZE, PHONES } from './wallet-page.ts';

/** A phone whose browser keeps its data in a folder, as real ones do. */
export interface ProfilePhone {
  readonly context: BrowserContext;
  readonly wallet: Page;
}

export async function openPhone(folder: string): Promise<ProfilePhone> {
  const context = await chromium.launchPersistentContext(folder, {
    ...PHONE_SIZE,
    executablePath: chromiumPath(),
    // With a camera, which asks for leave as a real one does.
    args: [...CHROMIUM_ARGUMENTS, '--use-fake-device-for-media-stream'],
    userAgent: PHONES.android,
    reducedMotion: 'reduce',
  });
  const wallet = context.pages()[0] ?? (await context.newPage());
  wallet.setDefaultTimeout(20_000);
  return { context, wallet };
}

/** What a thief or a backup takes: every file of a closed browser's profile. */
export function copyProfile(from: string, to: string): string {
  cpSync(from, to, { recursive: true, filter: (path) => !basename(path).startsWith('Singleton') });
  return to;
}

/** A value of the wallet's storage, octets as hexadecimal text. */
export async function storedValue(wallet: Page, key: string): Promise<unknown> {
  const text = await wallet.evaluate(
    (name) =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('lanyard-wallet');
        opening.onerror = () => reject(opening.error ?? new Error('no database'));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('values').objectStore('values').get(name);
          reading.onerror = () => reject(reading.error ?? new Error('no value'));
          reading.onsuccess = () => {
            const hex = (octets: Uint8Array) =>
              Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
            resolve(
              JSON.stringify(reading.result ?? null, (_, value: unknown) =>
                value instanceof Uint8Array ? hex(value) : value,
              ),
            );
            opening.result.close();
          };
        };
      }),
    key,
  );
  return JSON.parse(text) as unknown;
}
