import { Link, useRouter } from '@tanstack/react-router';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';

/** When a screen could not be shown at all. */
export function FailedScreen({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return (
    <>
      <PageHeading>This page could not be shown</PageHeading>
      <TroubleNote error={error} onRetry={() => void router.invalidate()} />
    </>
  );
}

export function NoSuchScreen() {
  return (
    <>
      <PageHeading>There is nothing at this address</PageHeading>
      <p>
        Check the address, or go on from <Link to="/">your credentials</Link>.
      </p>
    </>
  );
}
