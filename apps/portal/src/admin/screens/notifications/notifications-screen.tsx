import { textList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Table } from '../../parts/table.tsx';

/** "Settings > Notifications": every message that people are sent, with texts of one's own. */
export function NotificationsScreen() {
  const found = useQuery(adminQuery(textList, 'notices/texts'));
  return (
    <>
      <ScreenHead title="Notifications" />
      <p className="lead">
        These messages are sent as they are built in, in English, until you write your own. Which language somebody is
        written to in is set under Users, User Settings.
      </p>
      <Loaded query={found}>
        {({ items }) => (
          <Table
            caption="Messages"
            rows={items}
            columns={[
              { key: 'title', title: 'Message', cell: ({ title }) => title },
              { key: 'description', title: 'When', cell: ({ description }) => description },
              {
                key: 'languages',
                title: 'Own texts',
                cell: ({ languages }) => (languages.length === 0 ? 'none: as built in' : languages.join(', ')),
              },
            ]}
            rowKey={({ kind }) => kind}
            rowName={({ title }) => title}
            link={({ kind }) => `/admin/notifications/${kind}/en`}
          />
        )}
      </Loaded>
    </>
  );
}
