import { Link } from '@tanstack/react-router';
import { PageHeading } from '../../parts/page-heading.tsx';

export function NoSuchAdminScreen() {
  return (
    <>
      <PageHeading>There is nothing at this address</PageHeading>
      <p>
        Check the address, go on from the <Link to="/admin">dashboard</Link>, or search for it: press <kbd>/</kbd>.
      </p>
    </>
  );
}
