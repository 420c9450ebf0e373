import type { AppView } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { sizeWords } from './app-words.ts';

type Package = AppView['packages'][number];

const columns: readonly Column<Package>[] = [
  { key: 'version', title: 'Version', cell: ({ version, build }) => `${version} (${build})` },
  {
    key: 'delivered',
    title: 'State',
    cell: ({ delivered }) => (
      <StateMark state={delivered ? { word: 'Given to devices', tone: 'active' } : { word: 'Older', tone: 'ended' }} />
    ),
  },
  { key: 'size', title: 'Size', cell: ({ size }) => sizeWords(size), number: true },
  { key: 'uploadedAt', title: 'Uploaded', cell: ({ uploadedAt }) => <DateText at={uploadedAt} /> },
  { key: 'uploadedBy', title: 'By', cell: ({ uploadedBy }) => uploadedBy },
  { key: 'sha256', title: 'SHA-256', cell: ({ sha256 }) => <code className="digest">{sha256}</code> },
];

/** The packages of an in-house app; devices are given the newest. */
export function Packages({ app: { packages } }: { readonly app: AppView }) {
  return (
    <>
      <Table
        caption="Versions of the package"
        rows={packages}
        rowKey={({ id }) => id}
        rowName={({ version }) => version}
        columns={columns}
      />
      {useAllowed('apps.write') && (
        <p>
          <Link to="/admin/apps/new/in-house" className="usa-button usa-button--outline">
            Upload a newer version
          </Link>
        </p>
      )}
    </>
  );
}
