import './api/strict-schemas.ts';
import '@fontsource-variable/public-sans/wght.css';
import './style/portal.scss';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { createPortalRouter } from './router.tsx';
import { isAdminPath } from './state/admin-path.ts';
import { presentPath, rememberErrand } from './state/card-trip.ts';
import { createQueryClient } from './state/query-client.ts';
import { reloadWhenReplaced } from './state/reload-when-replaced.ts';
import { forgetPerson } from './state/sign-out.ts';
import { takeTicket } from './state/ticket.ts';

reloadWhenReplaced(window, Date.now);

// 1. Before anything else the ticket leaves the address.
const ticket = takeTicket(location, history);

// 2. The admin portal is a part of its own that a card holder never loads. The two are crossed by loading the page.
if (isAdminPath(location.pathname)) void import('./admin/open-admin.tsx').then(({ openAdmin }) => openAdmin(place()));
else openPortal();

function openPortal(): void {
  // 3. A session that ends anywhere leads to the sign-in page, and from there back.
  const client = createQueryClient(() => {
    if (client.getQueryData(['session']) === null) return;
    rememberErrand({ path: presentPath(), act: null, personId: null });
    forgetPerson(client);
    void router.navigate({ to: '/sign-in', search: { ended: true } });
  });
  const router = createPortalRouter({ client, ticket });
  createRoot(place()).render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

function place(): HTMLElement {
  const element = document.getElementById('root');
  if (element === null) throw new Error('index.html has no element #root');
  return element;
}
