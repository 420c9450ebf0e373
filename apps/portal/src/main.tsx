import './api/strict-schemas.ts';
import '@fontsource-variable/public-sans/wght.css';
import './style/portal.scss';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { createPortalRouter } from './router.tsx';
import { presentPath, rememberErrand } from './state/card-trip.ts';
import { createQueryClient } from './state/query-client.ts';
import { forgetPerson } from './state/sign-out.ts';
import { takeTicket } from './state/ticket.ts';

// 1. Before anything else the ticket leaves the address.
const ticket = takeTicket(location, history);

// 2. A session that ends anywhere leads to the sign-in page, and from there back.
const client = createQueryClient(() => {
  if (client.getQueryData(['session']) === null) return;
  rememberErrand({ path: presentPath(), act: null, personId: null });
  forgetPerson(client);
  void router.navigate({ to: '/sign-in', search: { ended: true } });
});
const router = createPortalRouter({ client, ticket });

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element #root');
createRoot(place).render(
  <QueryClientProvider client={client}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
