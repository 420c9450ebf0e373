import { Link, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../state/use-session.ts';
import type { Place, PlaceGroup } from './places.ts';
import { placeOf } from './place-of.ts';
import { placesFor } from './places.ts';

/** The navigation at the left; on narrow screens it opens below the header from a button. */
export function SideNav() {
  const groups = placesFor(useSession().roles);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Opened at one address, it is closed at the next.
  const [openAt, openWhere] = useState<string | null>(null);
  const open = openAt === path;
  return (
    <div className={open ? 'side side--open' : 'side'}>
      <button
        type="button"
        className="usa-button usa-button--outline side__toggle"
        aria-expanded={open}
        aria-controls="side-nav"
        onClick={() => openWhere(open ? null : path)}
      >
        Menu
      </button>
      <nav id="side-nav" className="side__nav" aria-label="Administration">
        {groups.map((group) => (
          <Group key={group.title} group={group} />
        ))}
      </nav>
    </div>
  );
}

function Group({ group }: { readonly group: PlaceGroup }) {
  const [only] = group.places;
  if (group.places.length === 1 && only?.title === group.title) return <Entry place={only} top />;
  return (
    <div className="side__group">
      <h2 className="side__title">{group.title}</h2>
      {group.places.map((place) => (
        <Entry key={place.path} place={place} />
      ))}
    </div>
  );
}

function Entry({ place, top = false }: { readonly place: Place; readonly top?: boolean }) {
  const here = useRouterState({ select: (state) => placeOf(state.location.pathname) });
  return (
    <Link
      to={place.path}
      className={top ? 'side__link side__link--top' : 'side__link'}
      activeOptions={{ exact: true, includeSearch: false }}
      aria-current={here === place.path ? 'page' : undefined}
    >
      {place.title}
    </Link>
  );
}
