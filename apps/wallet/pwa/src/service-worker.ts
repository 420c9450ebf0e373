import { answerCall, type Clients, showCall } from './worker/show-call.ts';

/**
 * Keeps the built wallet for when there is no network, and says when a desktop calls. It never keeps an answer of the device interface.
 * One build, one cache: a new worker fills its own and takes over only when the page asks, between two uses.
 */
declare const __SHELL__: { readonly version: string; readonly paths: readonly string[] };

/** What this worker uses of its global scope; the page's library has no types for it. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: Clients & { claim(): Promise<void> };
  readonly location: Location;
}
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface PushEvent extends LifeEvent {
  readonly data: { text(): string } | null;
}
interface NotificationEvent extends LifeEvent {
  readonly notification: Notification;
}
interface FetchEvent extends LifeEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

// In a service worker `self` is this scope.
const scope = self as unknown as WorkerScope;
const { version, paths } = __SHELL__;
const CACHE_PREFIX = 'lanyard-shell-';
const cacheName = CACHE_PREFIX + version;
const shell = new Set(paths);

scope.addEventListener('install', (event) => event.waitUntil(fill()));
scope.addEventListener('activate', (event) => event.waitUntil(takeOver()));
scope.addEventListener('message', ({ data }) => {
  if (data === 'use the new version') void scope.skipWaiting();
});
scope.addEventListener('push', (event) => event.waitUntil(showCall(scope.registration, event.data?.text())));
scope.addEventListener('notificationclick', (event) => event.waitUntil(answerCall(scope.clients, event.notification)));
scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== scope.location.origin || url.pathname.startsWith('/device/'))
    return;
  const path = event.request.mode === 'navigate' ? '/' : url.pathname;
  if (shell.has(path)) event.respondWith(fromShell(path, event.request));
});

async function fill(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache: a shell made of old files would last as long as this worker.
  await cache.addAll(paths.map((path) => new Request(path, { cache: 'reload' })));
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function fromShell(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}
