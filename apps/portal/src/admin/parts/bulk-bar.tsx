import { Button } from '@trussworks/react-uswds';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { troubleOf } from '../../api/trouble.ts';
import { Note } from '../../parts/note.tsx';
import { adminKey } from '../api/admin-call.ts';
import { ConfirmAct } from './confirm-act.tsx';
import { ProgressBar } from './progress-bar.tsx';

/** Something that can be done with many rows at once. */
export interface BulkAct<Row> {
  /** The verb: "Suspend". */
  readonly title: string;
  /** What it destroys or stops, for so many; without it the act is done at once. */
  readonly warn?: (rows: readonly Row[]) => string;
  readonly run: (row: Row) => Promise<unknown>;
}

interface Failure {
  readonly name: string;
  readonly title: string;
  readonly next: string;
}
interface Progress {
  readonly act: string;
  readonly done: number;
  readonly all: number;
  readonly failures: readonly Failure[];
}

interface BulkBarProps<Row> {
  readonly rows: readonly Row[];
  readonly acts: readonly BulkAct<Row>[];
  readonly rowName: (row: Row) => string;
  /** The area that is read again afterwards. */
  readonly area: string;
  readonly onDone: () => void;
}

/** Does an act for each chosen row, one after the other, and says how far it is and what did not work. */
export function BulkBar<Row>({ rows, acts, rowName, area, onDone }: BulkBarProps<Row>) {
  const client = useQueryClient();
  const [asked, ask] = useState<BulkAct<Row> | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const start = async (act: BulkAct<Row>): Promise<void> => {
    ask(null);
    const failures: Failure[] = [];
    for (const [index, row] of rows.entries()) {
      setProgress({ act: act.title, done: index, all: rows.length, failures });
      const failure = await outcomeOf(act, row, rowName);
      if (failure !== null) failures.push(failure);
    }
    await client.invalidateQueries({ queryKey: adminKey(area.split('/')[0] ?? area) });
    if (failures.length === 0) onDone();
    setProgress({ act: act.title, done: rows.length, all: rows.length, failures: [...failures] });
  };
  const busy = progress !== null && progress.done < progress.all;
  return (
    <div className="bulk" role="region" aria-label="Chosen rows">
      <span className="bulk__count">{rows.length} chosen</span>
      {!busy &&
        acts.map((act) => (
          <Button
            key={act.title}
            type="button"
            outline
            className="button-small"
            onClick={() => (act.warn === undefined ? void start(act) : ask(act))}
          >
            {act.title}
          </Button>
        ))}
      {busy && <ProgressBar title={progress.act} done={progress.done} all={progress.all} />}
      {!busy && progress !== null && progress.failures.length > 0 && <Failures progress={progress} />}
      {asked !== null && (
        <ConfirmAct
          title={`${asked.title} ${rows.length}?`}
          verb={asked.title}
          {...(rows.length > 10 ? { type: String(rows.length) } : {})}
          onConfirm={() => void start(asked)}
          onClose={() => ask(null)}
        >
          <p>{asked.warn?.(rows)}</p>
        </ConfirmAct>
      )}
    </div>
  );
}

async function outcomeOf<Row>(act: BulkAct<Row>, row: Row, rowName: (row: Row) => string): Promise<Failure | null> {
  try {
    await act.run(row);
    return null;
  } catch (error) {
    const { title, next } = troubleOf(error);
    return { name: rowName(row), title, next };
  }
}

/** So many failures are told by name. */
const named = 20;

function Failures({ progress: { act, all, failures } }: { readonly progress: Progress }) {
  return (
    <Note tone="attention" title={`${act}: ${all - failures.length} done, ${failures.length} not.`} urgent>
      <ul>
        {failures.slice(0, named).map(({ name, title, next }) => (
          <li key={name}>
            <strong>{name}</strong>: {title} {next}
          </li>
        ))}
        {failures.length > named && <li>and {failures.length - named} more, which are still chosen</li>}
      </ul>
    </Note>
  );
}
