import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { downloadCsv } from '../api/download-csv.ts';

interface ExportButtonProps {
  readonly path: string;
  /** Those of the list's address; where its page begins is left out, the file holds all. */
  readonly fields: Readonly<Record<string, string>>;
  readonly noun: string;
}

export function ExportButton({ path, fields, noun }: ExportButtonProps) {
  const save = useMutation({
    mutationFn: () => {
      const search = new URLSearchParams(fields);
      search.delete('after');
      return downloadCsv(`/api/admin/${path}?${search.toString()}`, noun.toLowerCase().replaceAll(' ', '-'));
    },
  });
  return (
    <>
      <Button
        type="button"
        outline
        className="button-small"
        aria-disabled={save.isPending}
        onClick={() => !save.isPending && save.mutate()}
      >
        {save.isPending ? 'Exporting…' : 'Export CSV'}
      </Button>
      {save.isError && <TroubleNote error={save.error} />}
    </>
  );
}
