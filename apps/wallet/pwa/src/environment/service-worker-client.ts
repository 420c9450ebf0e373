/** What the page may make a script address of: its own service worker and nothing else (Trusted Types). */
const WORKER = '/service-worker.js';

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/**
 * Registers the service worker that keeps the wallet for times without network.
 * @param onUpdate called when a newer version waits; what it is handed starts that version
 */
export async function registerServiceWorker(onUpdate: (useIt: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(workerAddress(), { updateViaCache: 'none' });
    const offer = (): void => {
      const { waiting } = registration;
      // Without a controller this is the first installation: nothing older is in use.
      if (waiting !== null && navigator.serviceWorker.controller !== null) onUpdate(() => startVersion(waiting));
    };
    offer();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  } catch {
    // Without it (an address that is not trusted, a private window) the wallet works, but only with the network.
  }
}

function workerAddress(): string {
  // Browsers without Trusted Types take the text itself.
  const factory = (globalThis as { readonly trustedTypes?: TrustedTypesFactory }).trustedTypes;
  if (factory === undefined) return WORKER;
  const policy = factory.createPolicy('lanyard-service-worker', {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError('only the wallet’s own worker');
      return url;
    },
  });
  return policy.createScriptURL(WORKER);
}

function startVersion(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('use the new version');
}
