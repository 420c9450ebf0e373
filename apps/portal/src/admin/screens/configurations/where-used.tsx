import type { Reference } from '@lanyard/contract';
import { configurationKind, reference } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Table } from '../../parts/table.tsx';

const references = z.object({ items: z.array(reference) });

export const referencesQuery = (id: string) => adminQuery(references, pathOf('configurations', id, 'references'));

/** What names a configuration; it cannot be deleted before. @param travels it reaches devices in no other way */
export function WhereUsed({ id, travels }: { readonly id: string; readonly travels: boolean }) {
  const found = useQuery(referencesQuery(id));
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState
            title="Nothing refers to it"
            {...(travels ? { act: <Link to="/admin/apps">To the App Catalog</Link> } : {})}
          >
            <p>
              {travels
                ? 'No device gets it by itself: name it in an app configuration, and it goes with the app.'
                : 'No other configuration and no app names it, so it can be deleted.'}
            </p>
          </EmptyState>
        ) : (
          <ReferenceTable items={items} />
        )
      }
    </Loaded>
  );
}

export function ReferenceTable({ items }: { readonly items: readonly Reference[] }) {
  return (
    <Table
      caption="What refers to it"
      rows={items}
      rowKey={({ id, where }) => `${id} ${where}`}
      rowName={({ name }) => name}
      link={referenceLink}
      columns={[
        { key: 'name', title: 'Name', cell: ({ name }) => name },
        { key: 'where', title: 'Where', cell: ({ where }) => where },
      ]}
    />
  );
}

const referenceLink = ({ kind, id }: Reference): string =>
  configurationKind.safeParse(kind).success ? `/admin/configurations/${id}` : `/admin/app-configurations/${id}`;
