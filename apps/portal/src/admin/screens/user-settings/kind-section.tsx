import type { SettingKind, SettingList, SettingView } from '@lanyard/contract';
import { settingList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { SettingActs } from './setting-acts.tsx';
import { Warnings } from './warnings.tsx';

const columns: readonly Column<SettingView>[] = [
  { key: 'name', title: 'Name', cell: ({ name }) => name },
  {
    key: 'groups',
    title: 'Holds for',
    cell: ({ isDefault, groups }) => (isDefault ? 'Everybody else' : groups.map(({ name }) => name).join(', ')),
  },
  {
    key: 'changed',
    title: 'Last changed',
    cell: ({ changedAt, changedBy }) => (
      <>
        <MaybeDate at={changedAt} none="never: as built in" />
        {changedBy !== null && `, by ${changedBy}`}
      </>
    ),
  },
  { key: 'warnings', title: 'To look at', cell: ({ warnings }) => <Warnings warnings={warnings} short /> },
];

/** The settings of one kind in the order in which they are tried. */
export function KindSection({ kind, title }: { readonly kind: SettingKind; readonly title: string }) {
  const list = useQuery(adminQuery(settingList, pathOf('settings', kind)));
  return (
    <Sheet title={title}>
      <Loaded query={list}>{(data) => <Kind list={data} title={title} />}</Loaded>
    </Sheet>
  );
}

const actsIn = (list: SettingList) => (setting: SettingView) => <SettingActs setting={setting} list={list} />;

function Kind({ list, title }: { readonly list: SettingList; readonly title: string }) {
  const { kind, description, perGroup, items } = list;
  const mayWrite = useAllowed('settings.write');
  return (
    <>
      <p>{description}</p>
      <Table
        caption={title}
        rows={items}
        columns={columns}
        rowKey={({ id, isDefault }) => (isDefault ? 'default' : (id ?? ''))}
        rowName={({ name }) => name}
        link={({ id, isDefault }) => `/admin/user-settings/${kind}/${isDefault ? 'default' : (id ?? '')}`}
        acts={mayWrite ? actsIn(list) : undefined}
      />
      {mayWrite && perGroup && (
        <p>
          <Link to={`/admin/user-settings/${kind}/new`}>
            +Add setting for specific user groups<span className="usa-sr-only">: {title}</span>
          </Link>
        </p>
      )}
    </>
  );
}
