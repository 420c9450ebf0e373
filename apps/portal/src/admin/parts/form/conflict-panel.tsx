import { Button } from '@trussworks/react-uswds';
import { useEffect, useRef } from 'react';
import { troubleOf } from '../../../api/trouble.ts';
import { DateText } from '../../../parts/date.tsx';
import { Table } from '../table.tsx';
import { differences } from './differences.ts';
import type { FieldNode } from './field-node.ts';
import type { Edited } from './use-schema-form.ts';

interface ConflictPanelProps {
  readonly error: unknown;
  readonly node: FieldNode;
  readonly mine: unknown;
  /** As it stands at the server now. */
  readonly theirs: Edited;
  /** Goes on editing from that version, with a value. */
  readonly startFrom: (next: Edited, value: unknown) => void;
}

/** Somebody else saved first: both versions side by side, and a way out of it with either. */
export function ConflictPanel({ error, node, mine, theirs, startFrom }: ConflictPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const rows = differences(node, mine, theirs.value);
  return (
    <section className="conflict" aria-labelledby="conflict-title">
      <h2 id="conflict-title" ref={heading} tabIndex={-1}>
        Somebody else changed this while you did
      </h2>
      <WhoAndWhen details={troubleOf(error).details} />
      {rows.length === 0 && <p>Both of you want the same: nothing differs.</p>}
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
        <Button type="button" onClick={() => startFrom(theirs, theirs.value)}>
          Start again from theirs
        </Button>
        <Button type="button" outline onClick={() => startFrom(theirs, mine)}>
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
