import type { ConfigPlan } from '@lanyard/contract';
import { configApplied, configPlan } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import { adminCall } from '../../api/admin-call.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { numberWords } from '../../words/total-words.ts';
import { PlanWords } from './plan-words.tsx';

/** What was planned with, so that nothing else is applied. */
interface Planned {
  readonly file: string;
  readonly prune: boolean;
  readonly plan: ConfigPlan;
}

/** A file is read and planned first: what it would change, for whom. Then it is applied exactly so. */
export function ImportPart() {
  const client = useQueryClient();
  const toast = useToast();
  const [prune, setPrune] = useState(false);
  const [asked, ask] = useState(false);
  const plan = useMutation({
    mutationFn: async (chosen: File): Promise<Planned> => {
      const file = await chosen.text();
      return { file, prune, plan: await adminCall(configPlan, 'POST', 'config/plan', { file, prune }) };
    },
  });
  const apply = useMutation({
    mutationFn: ({ file, prune: deletes, plan: { planId } }: Planned) =>
      adminCall(configApplied, 'POST', 'config/apply', { file, prune: deletes, planId }),
    onSuccess: async ({ created, changed, deleted }) => {
      ask(false);
      plan.reset();
      await client.invalidateQueries({ queryKey: ['admin'] });
      const counts = `${numberWords(created)} created, ${numberWords(changed)} changed, ${numberWords(deleted)} deleted`;
      toast({ text: `The file was applied: ${counts}.` });
    },
  });
  const planned = plan.data;
  return (
    <Sheet title="Import">
      <label className="tick tick--field">
        <input
          type="checkbox"
          checked={prune}
          onChange={(event) => {
            setPrune(event.target.checked);
            plan.reset();
          }}
        />
        <span>
          Delete what the file does not have
          <span className="field__help">Only in the parts that the file speaks of.</span>
        </span>
      </label>
      <FileField
        id="config-file"
        label="Choose File"
        help="A YAML file, as exported. Nothing is changed before you have seen what it does."
        accept=".yaml,.yml"
        busy={plan.isPending}
        onFile={(file) => plan.mutate(file)}
      />
      {plan.isPending && <Note tone="waiting" title="The file is being read." />}
      {plan.isError && <Refusal error={plan.error} />}
      {planned !== undefined && (
        <>
          <PlanWords plan={planned.plan} />
          {planned.plan.changes.length > 0 && (
            <div className="actions">
              <Button type="button" onClick={() => ask(true)}>
                Apply…
              </Button>
            </div>
          )}
        </>
      )}
      {asked && planned !== undefined && (
        <ConfirmAct
          title="Apply this file?"
          verb="Apply"
          busy={apply.isPending}
          error={apply.error}
          onConfirm={() => apply.mutate(planned)}
          onClose={() => ask(false)}
        >
          <p>
            What you saw is done all at once. An export from before is the way back: apply it, and what it has is as it
            was.
          </p>
        </ConfirmAct>
      )}
    </Sheet>
  );
}
