import type { ProviderView } from '@lanyard/contract';
import { StateMark } from '../../../parts/state-mark.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { platformTitles } from '../../words/platform-words.ts';

type Support = ProviderView['support'][number];
const platforms = ['ios', 'android', 'desktop'] as const satisfies readonly Support['platform'][];

const columns: readonly Column<ProviderView>[] = [
  { key: 'name', title: 'Provider', cell: ({ name }) => name },
  ...platforms.map((platform) => ({
    key: platform,
    title: platformTitles[platform],
    cell: ({ support }: ProviderView) => cellOf(support.find((each) => each.platform === platform)),
  })),
];

/** Which provider can be used on which platform, with what is needed there, or why it cannot. */
export function SupportTable({ providers }: { readonly providers: readonly ProviderView[] }) {
  return (
    <Sheet title="Providers by platform">
      <Table
        caption="Providers by platform"
        rows={providers}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        columns={columns}
      />
    </Sheet>
  );
}

function cellOf(support: Support | undefined) {
  if (support === undefined) return null;
  const { supported, apps, reason } = support;
  return (
    <div>
      <StateMark state={supported ? { word: 'Supported', tone: 'active' } : { word: 'Not supported', tone: 'ended' }} />
      <span className="field__help">{supported ? `Needs: ${apps.join(', ')}` : reason}</span>
    </div>
  );
}
