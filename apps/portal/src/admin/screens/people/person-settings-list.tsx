import type { PersonSettings } from '@lanyard/contract';
import { personSettings } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';

/** For every kind of setting: what holds for a person and why, and what else was tried. */
export function PersonSettingsList({ id }: { readonly id: string }) {
  const found = useQuery(adminQuery(personSettings, pathOf('people', id, 'settings')));
  return (
    <Loaded query={found}>
      {({ items }) => (
        <ul className="rows">
          {items.map((item) => (
            <Kind key={item.kind} item={item} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function Kind({ item: { kind, title, winner, losers } }: { readonly item: PersonSettings['items'][number] }) {
  return (
    <li>
      <h2>{title}</h2>
      <p>
        <Link to={`/admin/user-settings/${kind}/${winner.id ?? 'default'}`}>{winner.name}</Link> holds. {winner.why}
      </p>
      {losers.length > 0 && (
        <details className="fold">
          <summary>{losers.length === 1 ? 'One other does' : `${losers.length} others do`} not</summary>
          <ul>
            {losers.map(({ id, name, why }) => (
              <li key={id ?? 'default'}>
                <strong>{name}</strong>: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
