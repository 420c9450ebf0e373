import './environment/without-eval.ts';
import type { JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { createWallet, fetchHttp, requestOf, webKeyStore } from '@lanyard/wallet/core';
import { App } from './app.tsx';
import { askForDurableStorage, indexedDbStorage } from './environment/indexed-db.ts';
import { becomeOnlyTab } from './environment/only-tab.ts';
import { reportedFacts, reportedPlatform } from './environment/platform.ts';
import { browserPush, onCallAnswered } from './environment/push.ts';
import { registerServiceWorker } from './environment/service-worker-client.ts';
import { webBluetooth } from './environment/web-bluetooth.ts';
import { ModelProvider } from './model/context.ts';
import { createModel, type Model } from './model/model.ts';
import { replaceRoute } from './model/route.ts';
import { ErrorNotice } from './parts/notice.tsx';
import { Screen } from './parts/screen.tsx';
import { OtherTabScreen } from './screens/other-tab.tsx';
import '@fontsource-variable/public-sans/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/lists.css';
import './styles/card.css';
import './styles/screens.css';
import './styles/desktops.css';

const container = document.getElementById('wallet');
if (container === null) throw new Error('index.html has no place for the wallet');
const root = createRoot(container);

async function start(): Promise<void> {
  if (!isSecureContext) return root.render(<NotSecureScreen />);
  await becomeOnlyTab(
    (takeOver) => root.render(<OtherTabScreen onTakeOver={takeOver} />),
    () => root.render(<OtherTabScreen onTakeOver={() => location.reload()} />),
  );
  const storage = await indexedDbStorage();
  const bluetooth = webBluetooth();
  const wallet = await createWallet(
    {
      ...(bluetooth === undefined ? {} : { bluetooth }),
      storage,
      keys: webKeyStore(storage),
      http: fetchHttp(),
      push: browserPush(),
      clock: () => Date.now(),
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    },
    { serverUrl: location.origin, facts: await reportedFacts(reportedPlatform()) },
  );
  const model = await createModel(wallet, storage);
  await followLink(model);
  addEventListener('hashchange', () => void followLink(model));
  onCallAnswered((address) => (location.hash = address));
  root.render(
    <ModelProvider value={model}>
      <App />
    </ModelProvider>,
  );
  await registerServiceWorker(model.offerUpdate);
  await askForDurableStorage();
}

/**
 * A link of the portal, `#request=<uuid>`: kept, and taken out of the address before anything else. Or a desktop's call
 * that its holder followed, `#/wake/<reader>`.
 */
async function followLink(model: Model): Promise<void> {
  const called = /^#\/wake\/([\w-]{43})$/.exec(location.hash)?.[1];
  if (called !== undefined) {
    replaceRoute('desktops');
    // Its holder compares a number on the way: the screen is not kept waiting.
    return void model.answerCall(called);
  }
  if (!location.hash.startsWith('#request=')) return;
  try {
    const requestId = requestOf(location.href);
    await model.link(requestId);
    model.clearActivation();
    replaceRoute(model.get().overview.registration === undefined ? 'card' : 'activate');
  } catch {
    replaceRoute('card');
  }
}

function NotSecureScreen(): JSX.Element {
  return (
    <Screen root title="Open the wallet over https">
      <p className="lead">
        This address is not protected, so the browser offers no cryptography here. Nothing was made or kept.
      </p>
      <p>Use the address that begins with https, as the self-service portal shows it.</p>
    </Screen>
  );
}

start().catch((error: unknown) =>
  root.render(
    <Screen root title="The wallet could not start">
      <p>It needs a browser that lets it keep data: not a private window.</p>
      <ErrorNotice error={error} />
    </Screen>,
  ),
);
