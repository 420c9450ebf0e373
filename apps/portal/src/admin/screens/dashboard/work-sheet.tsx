import type { Dashboard, QueueHealth } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { FactList } from '../../parts/fact-list.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { numberWords } from '../../words/total-words.ts';

const columns: readonly Column<QueueHealth>[] = [
  { key: 'queue', title: 'Job', cell: ({ queue }) => queue },
  { key: 'waiting', title: 'Waiting', cell: ({ waiting }) => waiting, number: true },
  { key: 'failed', title: 'Given up', cell: ({ failed }) => failed, number: true },
  { key: 'oldest', title: 'Oldest', cell: ({ oldestAt }) => <MaybeDate at={oldestAt} /> },
];

/** What the servers have still to do, and what they gave up. */
export function WorkSheet({ data }: { readonly data: Pick<Dashboard, 'queues' | 'outbox' | 'audit'> }) {
  const { queues, outbox, audit } = data;
  const busy = queues.filter(({ waiting, failed }) => waiting + failed > 0);
  return (
    <Sheet title="Work in the background">
      <FactList
        facts={[
          {
            title: 'Messages not delivered yet',
            value: `${numberWords(outbox.undeliveredNotices)}${outbox.atLeast ? '+' : ''}`,
          },
          {
            title: 'Audit log',
            value:
              audit.unsealedSince === null ? (
                `Sealed up to entry ${numberWords(audit.sealedPosition)}`
              ) : (
                <>
                  Waits to be sealed since <DateText at={audit.unsealedSince} />
                </>
              ),
          },
        ]}
      />
      {busy.length === 0 ? (
        <p>No job waits, none has failed.</p>
      ) : (
        <Table
          caption="Jobs"
          rows={busy}
          rowKey={({ queue }) => queue}
          rowName={({ queue }) => queue}
          columns={columns}
        />
      )}
    </Sheet>
  );
}
