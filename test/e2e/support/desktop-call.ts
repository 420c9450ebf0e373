import type { PushPort } from '@lanyard/wallet/core';
import type { BrowserContext, Page } from 'playwright-core';

/** Hands a message to the wallet's worker, as the browser does when it came from its push service and was opened. */
export async function deliverPush(wallet: Page, data: object): Promise<void> {
  const { origin } = new URL(wallet.url());
  const browser = await wallet.context().newCDPSession(wallet);
  const known = new Promise<string>((found) =>
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations.filter(({ scopeURL }) => scopeURL.startsWith(origin));
      if (registration !== undefined) found(registration.registrationId);
    }),
  );
  await browser.send('ServiceWorker.enable');
  const message = { origin, registrationId: await known, data: JSON.stringify(data) };
  await browser.send('ServiceWorker.deliverPushMessage', message);
  await browser.detach();
}

interface Call {
  readonly title: string;
  readonly address: unknown;
}

/** The notifications that the browser shows for the wallet. */
export const callsShown = (wallet: Page): Promise<Call[]> =>
  wallet.evaluate(async () => {
    const { getNotifications } = await navigator.serviceWorker.ready;
    const shown = await getNotifications.call(await navigator.serviceWorker.ready);
    return shown.map(({ title, data }) => ({ title, address: data as unknown }));
  });

/** As a tap on the notification: nobody can tap one of a browser without a screen. */
export async function tapCall(phone: BrowserContext): Promise<void> {
  await phone.serviceWorkers()[0]?.evaluate(async () => {
    // In a service worker `self` is its scope.
    const scope = self as unknown as {
      readonly registration: ServiceWorkerRegistration;
      readonly NotificationEvent: new (type: string, options: { notification: Notification }) => Event;
      dispatchEvent(event: Event): boolean;
    };
    const [notification] = await scope.registration.getNotifications();
    if (notification !== undefined)
      scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
}

/**
 * Gives a phone's browser a push service of the test's own: Chromium knows only its maker's, and never answers without it.
 * What the browser does with notifications besides stays its own.
 */
export async function pushThrough(phone: BrowserContext, port: PushPort, origin: string): Promise<void> {
  await phone.grantPermissions(['notifications'], { origin });
  await phone.exposeFunction('subscribeAtTest', (key: string) => port.subscribe(key));
  await phone.addInitScript(() => {
    let subscription: object | null = null;
    PushManager.prototype.getSubscription = async () => subscription as PushSubscription | null;
    PushManager.prototype.subscribe = async (options) => {
      const page = globalThis as unknown as { subscribeAtTest(key: unknown): Promise<Record<string, string>> };
      const { endpoint, ...keys } = await page.subscribeAtTest(options?.applicationServerKey);
      const unsubscribe = async (): Promise<boolean> => ((subscription = null), true);
      const made = { endpoint, options: {}, unsubscribe, toJSON: () => ({ endpoint, keys }) };
      subscription = made;
      return made as unknown as PushSubscription;
    };
  });
}
