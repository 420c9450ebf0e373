import { Button } from '@trussworks/react-uswds';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../../api/client.ts';
import { saveFile } from '../../api/download-csv.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { ImportPart } from './import-part.tsx';

/** "Settings > Import and export": everything that is configured, as a file. */
export function ConfigScreen() {
  const mayWrite = useAllowed('installation.write');
  return (
    <>
      <ScreenHead title="Import and export" />
      <p className="lead">
        Everything that is configured is one file: to keep it, to compare it, to bring it to another installation. It
        names things by their names and holds no secret.
      </p>
      <ExportPart />
      {mayWrite && <ImportPart />}
    </>
  );
}

function ExportPart() {
  const [members, setMembers] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      const answer = await send('GET', `/api/admin/config?members=${members}`, undefined, {
        accept: 'application/yaml, application/problem+json',
      });
      saveFile(await answer.blob(), 'lanyard.yaml');
    },
  });
  return (
    <Sheet title="Export">
      <label className="tick tick--field">
        <input type="checkbox" checked={members} onChange={(event) => setMembers(event.target.checked)} />
        <span>With the members of user groups</span>
      </label>
      <div className="actions">
        <Button type="button" aria-disabled={save.isPending} onClick={() => !save.isPending && save.mutate()}>
          {save.isPending ? 'Exporting…' : 'Export'}
        </Button>
      </div>
      {save.isError && <Refusal error={save.error} />}
    </Sheet>
  );
}
