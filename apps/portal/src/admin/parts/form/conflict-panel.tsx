import { Button } from '@trussworks/react-uswds';
import { useEffect, useRef } from 'react';
import { troubleOf } from '../../../api/trouble.ts';
import { DateText } from '../../../parts/date.tsx';
import { Table } from '../table.tsx';
import { differences } from './differences.ts';
import type { FieldNode } from './field-node.ts';

interface ConflictPanelProps {
  readonly error: unknown;
  readonly node: FieldNode;
  readonly mine: unknown;
  /** As it stands at the server now; undefined while it is read. */
  readonly theirs: unknown;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Somebody else saved first: both versions side by side, and a way out of it with either. */
export function ConflictPanel({ error, node, mine, theirs, onTakeTheirs, onKeepMine }: ConflictPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const rows = theirs === undefined ? [] : differences(node, mine, theirs);
  return (
    <section className="conflict" aria-labelledby="conflict-title">
      <h2 id="conflict-title" ref={heading} tabIndex={-1}>
        Somebody else changed this while you did
      </h2>
      <WhoAndWhen details={troubleOf(error).details} />
      {rows.length === 0 && theirs !== undefined && <p>Both of you want the same: nothing differs.</p>}
      {rows.length > 0 && (
        <Table
          caption="Fields that differ"
          rows={rows}
          rowKey={({ title }) => title}
          rowName={({ title }) => title}
          columns={[
            { key: 'field', title: 'Field', cell: ({ title }) => title },
            { key: 'mine', title: 'Yours', cell: (row) => row.mine },
            { key: 'theirs', title: 'Saved by the other', cell: (row) => row.theirs },
          ]}
        />
      )}
      <div className="actions">
        <Button type="button" onClick={onTakeTheirs}>
          Start again from theirs
        </Button>
        <Button type="button" outline onClick={onKeepMine}>
          Keep mine, and look once more before saving
        </Button>
      </div>
    </section>
  );
}

function WhoAndWhen({ details }: { readonly details: Readonly<Record<string, unknown>> }) {
  const by = details['changedBy'];
  const at = details['changedAt'];
  return (
    <p>
      {typeof by === 'string' ? by : 'Another administrator'} saved it
      {typeof at === 'string' ? (
        <>
          {' '}
          on <DateText at={at} />
        </>
      ) : (
        ' since you opened it'
      )}
      . Yours was not saved.
    </p>
  );
}
