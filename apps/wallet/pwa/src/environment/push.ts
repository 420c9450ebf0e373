import { pushSubscription, type PushSubscription as Subscription } from '@lanyard/contract';
import { type PushPort, WalletError } from '@lanyard/wallet/core';

/** Without a push service some browsers never answer. */
const SUBSCRIBE_MS = 15_000;

/** The browser's notifications, through the wallet's service worker. */
export function browserPush(): PushPort {
  return {
    state: async () => {
      if (!isSupported()) return 'unsupported';
      return Notification.permission === 'denied' ? 'denied' : 'possible';
    },
    allow: async () => isSupported() && (await Notification.requestPermission()) === 'granted',
    subscribe: async (applicationServerKey) => {
      try {
        return await withinTime(subscribe(applicationServerKey));
      } catch (error) {
        throw new WalletError('waking_unavailable', {}, error);
      }
    },
    unsubscribe: async () => {
      const registration = await navigator.serviceWorker?.getRegistration();
      const present = await registration?.pushManager?.getSubscription();
      await present?.unsubscribe().catch(() => false);
    },
  };
}

/** On iOS only once the wallet is on the home screen. */
const isSupported = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

async function subscribe(applicationServerKey: string): Promise<Subscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const present = await pushManager.getSubscription();
  if (present !== null && keyOf(present) === applicationServerKey) return plain(present);
  // One for another key, as after the server was set up anew, would have every message refused.
  await present?.unsubscribe();
  return plain(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
}

const keyOf = ({ options }: PushSubscription): string =>
  base64url(new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0)));

function plain(subscription: PushSubscription): Subscription {
  const { endpoint, keys } = subscription.toJSON();
  return pushSubscription.parse({ endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] });
}

const base64url = (octets: Uint8Array): string =>
  btoa(String.fromCodePoint(...octets))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

function withinTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no answer')), SUBSCRIBE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

/** What a desktop asks while nobody looks at the wallet is said outside of it, where its holder allowed that. */
export async function sayAsked(name: string): Promise<void> {
  if (document.visibilityState === 'visible' || !isSupported() || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker.getRegistration();
  const options = {
    body: 'Open the wallet to answer.',
    tag: 'asked',
    icon: '/icons/lanyard-192.png',
    data: '#/desktops',
  };
  await registration?.showNotification(`“${name}” asks`, options);
}

/** Takes away calls that were answered by opening the wallet. */
export async function clearCalls(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const call of (await registration?.getNotifications?.()) ?? []) call.close();
}

/** @param follow told which desktop's call its holder answered while the wallet was open */
export function onCallAnswered(follow: (address: string) => void): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ readonly open?: unknown }>) => {
    if (typeof data.open === 'string') follow(data.open);
  });
}
