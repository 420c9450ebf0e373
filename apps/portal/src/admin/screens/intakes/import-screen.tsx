import type { IntakeView } from '@lanyard/contract';
import { IMPORT_BYTES, IMPORT_LINES, intakePage, intakeView } from '@lanyard/contract';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { DateText } from '../../../parts/date.tsx';
import { Note } from '../../../parts/note.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { adminCall } from '../../api/admin-call.ts';
import { saveFile } from '../../api/download-csv.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { Column } from '../../parts/table.tsx';
import { intakeStates } from '../../words/intake-words.ts';
import { numberWords } from '../../words/total-words.ts';

const columns: readonly Column<IntakeView>[] = [
  { key: 'name', title: 'File or connection', cell: ({ name }) => name },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={intakeStates[state]} /> },
  { key: 'new', title: 'New', cell: ({ counts }) => numberWords(counts.new), number: true },
  { key: 'changed', title: 'Changed', cell: ({ counts }) => numberWords(counts.changed), number: true },
  { key: 'refused', title: 'Refused', cell: ({ counts }) => numberWords(counts.refused), number: true },
  { key: 'madeAt', title: 'Read', cell: ({ madeAt }) => <DateText at={madeAt} /> },
];

/** Files of people: one is read and judged whole, shown, and only then taken. */
export function ImportScreen() {
  return (
    <>
      <ScreenHead title="Import people from CSV" of={{ title: 'People', path: '/admin/people' }} />
      <Sheet title="A new file">
        <Upload />
      </Sheet>
      <Sheet title="Earlier imports">
        <DataTable
          noun="imports"
          path="intakes"
          page={intakePage}
          columns={columns}
          rowKey={({ id }) => id}
          rowName={({ name }) => name}
          link={({ id }) => `/admin/people/import/${id}`}
          empty={
            <EmptyState title="None yet">
              <p>What a file changed, and which of its lines were refused, can be looked up here afterwards.</p>
            </EmptyState>
          }
        />
      </Sheet>
    </>
  );
}

const sample = 'userName,upn,email,displayName,givenName,surname,groups\n';

function Upload() {
  const { history } = useRouter();
  const [createGroups, setCreateGroups] = useState(false);
  const [takeOver, setTakeOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const query = new URLSearchParams({
        name: file.name,
        createGroups: String(createGroups),
        takeOver: String(takeOver),
      });
      return adminCall(intakeView, 'POST', `people/import?${query.toString()}`, new Blob([file], { type: 'text/csv' }));
    },
    onSuccess: ({ id }) => history.push(`/admin/people/import/${id}`),
  });
  return (
    <>
      <p>
        The first line names the columns. At most {numberWords(IMPORT_LINES)} people and {IMPORT_BYTES / 1_048_576}{' '}
        megabytes. Nothing is changed before you have seen what the file would do.{' '}
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => saveFile(new Blob([sample], { type: 'text/csv' }), 'people.csv')}
        >
          Save an empty file with the right columns
        </button>
      </p>
      <Flag
        title="Make user groups that the file names and that are not there yet"
        on={createGroups}
        onChange={setCreateGroups}
      />
      <Flag
        title="Also change people whom another source looks after, and look after them from now on"
        on={takeOver}
        onChange={setTakeOver}
      />
      <FileField
        id="import-file"
        label="CSV file"
        help="Separated by commas or semicolons, UTF-8."
        accept=".csv,text/csv"
        busy={upload.isPending}
        onFile={(file) => upload.mutate(file)}
      />
      {upload.isPending && <Note tone="waiting" title="The file is being read." />}
      {upload.isError && <Refusal error={upload.error} />}
    </>
  );
}

interface FlagProps {
  readonly title: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

const Flag = ({ title, on, onChange }: FlagProps) => (
  <label className="tick tick--field">
    <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
    <span>{title}</span>
  </label>
);
