import type { CertificateRow } from '@lanyard/contract';
import { authorityList, certificateListPage } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { adminQuery } from '../../api/admin-query.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { certificateStates, daysAhead } from '../../words/act-words.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { profileTitle, profileTitles } from './profile-titles.ts';

const columns: readonly Column<CertificateRow>[] = [
  { key: 'serial', title: 'Serial number', cell: ({ serial }) => <code>{serial}</code> },
  { key: 'subject', title: 'Subject', cell: ({ subject }) => subject },
  {
    key: 'person',
    title: 'Person',
    cell: ({ person }) => (person === null ? 'a machine' : <PersonLink person={person} />),
  },
  { key: 'profile', title: 'For', cell: ({ profile }) => profileTitle(profile) },
  { key: 'status', title: 'State', cell: ({ status }) => <StateMark state={certificateStates[status]} /> },
  { key: 'issuedAt', title: 'Issued', sort: 'issuedAt', cell: ({ issuedAt }) => <DateText at={issuedAt} /> },
  { key: 'notAfter', title: 'Expires', sort: 'notAfter', cell: ({ notAfter }) => <DateText at={notAfter} /> },
  { key: 'authority', title: 'Authority', cell: ({ authority }) => authority, extra: true },
  { key: 'reason', title: 'Why revoked', cell: ({ revocationReason }) => revocationReason, extra: true },
];

/** Everything that was issued here, found by its serial number as mail programs and servers show it. */
export function CertificatesScreen() {
  const maySeeAuthorities = useAllowed('authorities.read');
  const authorities = useQuery({ ...adminQuery(authorityList, 'authorities'), enabled: maySeeAuthorities });
  const filters: readonly Filter[] = [
    { key: 'status', title: 'State', options: optionsFrom(certificateStates) },
    { key: 'profile', title: 'For', options: optionsFrom(profileTitles) },
    {
      key: 'authority',
      title: 'Authority',
      options: (authorities.data?.items ?? []).map(({ id }) => ({ value: id, title: id })),
    },
    { key: 'expiringDays', title: 'Expires within', options: daysAhead },
  ];
  return (
    <>
      <ScreenHead title="Certificates" />
      <DataTable
        noun="certificates"
        path="certificates"
        page={certificateListPage}
        columns={columns}
        filters={filters}
        defaultSort="-issuedAt"
        search="Serial number or its beginning"
        rowKey={({ sha256 }) => sha256}
        rowName={({ serial }) => serial}
        link={({ sha256 }) => `/admin/certificates/${sha256}`}
        csv
        empty={
          <EmptyState title="No certificate yet">
            <p>Certificates appear here as they are issued, from the first activation on.</p>
          </EmptyState>
        }
      />
    </>
  );
}
