import type { ListedPerson } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';

/** A person with the way to their page; somebody who is not known any more is said to be so. */
export const PersonLink = ({ person }: { readonly person: ListedPerson | null }) =>
  person === null ? <>nobody known</> : <Link to={`/admin/people/${person.id}`}>{person.displayName}</Link>;
