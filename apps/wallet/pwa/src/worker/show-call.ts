import { desktopName } from './desktop-name.ts';

export interface Clients {
  matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Window[]>;
  openWindow(address: string): Promise<unknown>;
}
interface Window {
  focus(): Promise<Window>;
  postMessage(message: unknown): void;
}

/** One call at a time: a newer one takes the place of the one before. */
const TAG = 'wake';
const READER_ID = /^[\w-]{43}$/;

/**
 * A desktop calls: says so. Names are the wallet's own; what came holds none.
 * @param text of the message, as the browser opened it
 */
export async function showCall(registration: ServiceWorkerRegistration, text: string | undefined): Promise<void> {
  const readerId = readerIn(text);
  const name = readerId === undefined ? undefined : await desktopName(readerId);
  const who = name === undefined ? 'A desktop' : `“${name}”`;
  const options: NotificationOptions & { renotify: boolean } = {
    body: 'Tap to connect. If you are not at that desktop now, ignore this.',
    tag: TAG,
    // One that was not followed must not make the next one silent.
    renotify: true,
    icon: '/icons/lanyard-192.png',
    requireInteraction: true,
    data: name === undefined ? '#/desktops' : `#/wake/${readerId}`,
  };
  await registration.showNotification(`${who} wants to use your card`, options);
}

/** Its holder follows the call: to the wallet that is open, or to a new one. */
export async function answerCall(clients: Clients, notification: Notification): Promise<void> {
  notification.close();
  const address = typeof notification.data === 'string' ? notification.data : '#/desktops';
  const [open] = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open === undefined) return void (await clients.openWindow(`/${address}`));
  open.postMessage({ open: address });
  await open.focus();
}

function readerIn(text: string | undefined): string | undefined {
  try {
    const { wake } = JSON.parse(text ?? '') as { wake?: unknown };
    return typeof wake === 'string' && READER_ID.test(wake) ? wake : undefined;
  } catch {
    // Whatever it is, a browser wants something to be shown.
    return undefined;
  }
}
