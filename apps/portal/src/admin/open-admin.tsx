import '../style/admin/admin.scss';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { presentPath, rememberErrand } from '../state/card-trip.ts';
import { createQueryClient } from '../state/query-client.ts';
import { createAdminRouter } from './admin-router.tsx';

/** Shows the admin portal in `place`. Leaving it, also for the sign-in page, loads the page anew: nothing stays in memory. */
export function openAdmin(place: HTMLElement): void {
  const client = createQueryClient(() => {
    if (location.pathname === '/admin/first') return;
    rememberErrand({ path: presentPath(), act: null, personId: null });
    location.assign('/sign-in?ended=true');
  });
  createRoot(place).render(
    <QueryClientProvider client={client}>
      <RouterProvider router={createAdminRouter(client)} />
    </QueryClientProvider>,
  );
}
