import type { BulkAct, BulkArea, BulkPreview, RevocationCause } from '@lanyard/contract';
import { bulkPreview, bulkView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { adminCall, adminKey } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { Choice } from '../../parts/data-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { bulkVerbs } from '../../words/act-words.ts';
import { numberWords } from '../../words/total-words.ts';
import { CauseField } from './cause-field.tsx';

interface BulkChoiceProps {
  readonly area: BulkArea;
  readonly acts: readonly BulkAct[];
  readonly choice: Choice<{ readonly id: string }>;
}

/** What is sent: the rows by their ids, or the filter of the list. */
type Chosen = { readonly ids: readonly string[] } | { readonly filter: Readonly<Record<string, string>> };

/** Acts on the chosen rows, or on everything that the list's filter finds; the server does them. */
export function BulkChoice({ area, acts, choice: { rows, filter, total } }: BulkChoiceProps) {
  const [everything, takeEverything] = useState(false);
  const [asked, ask] = useState<BulkAct | null>(null);
  const more = total.atLeast || total.count > rows.length;
  const chosen: Chosen = everything && more ? { filter } : { ids: rows.map(({ id }) => id) };
  const all = `${total.atLeast ? 'more than ' : ''}${numberWords(total.count)}`;
  return (
    <div className="bulk" role="region" aria-label="Chosen rows">
      <span className="bulk__count">{everything && more ? `All ${all}` : numberWords(rows.length)} chosen</span>
      {more && (
        <label className="tick">
          <input type="checkbox" checked={everything} onChange={() => takeEverything(!everything)} />
          <span>All {all} that the filter finds</span>
        </label>
      )}
      {acts.map((act) => (
        <Button key={act} type="button" outline className="button-small" onClick={() => ask(act)}>
          {bulkVerbs[act]}
        </Button>
      ))}
      {asked !== null && <BulkQuestion area={area} act={asked} chosen={chosen} onClose={() => ask(null)} />}
    </div>
  );
}

interface QuestionProps {
  readonly area: BulkArea;
  readonly act: BulkAct;
  readonly chosen: Chosen;
  readonly onClose: () => void;
}

function BulkQuestion({ area, act, chosen, onClose }: QuestionProps) {
  const { history } = useRouter();
  const [cause, setCause] = useState<RevocationCause>('withdrawn');
  const look = useQuery({
    queryKey: adminKey(area, 'bulk', act, chosen),
    queryFn: () => adminCall(bulkPreview, 'POST', `${area}/bulk/preview`, { act, ...chosen }),
  });
  const start = useWrite(bulkView, ({ id }) => history.push(`/admin/bulk/${id}`), ['credentials', 'devices']);
  const body = { act, ...chosen, ...(act === 'revoke' ? { cause } : {}) };
  const count = look.data?.changed ?? 0;
  return (
    <ConfirmAct
      title={`${bulkVerbs[act]} ${numberWords(look.data?.total ?? 0)}?`}
      verb={bulkVerbs[act]}
      reason="Reason, for the audit log"
      harmless={act === 'resume'}
      {...(count > 10 && look.data?.ending !== 0 ? { type: String(count) } : {})}
      busy={start.isPending || look.data === undefined || count === 0}
      error={start.error}
      onConfirm={(reason) => start.mutate({ method: 'POST', path: `${area}/bulk`, body: { ...body, reason } })}
      onClose={onClose}
    >
      <Loaded query={look}>{(data) => <BulkConsequences act={act} preview={data} />}</Loaded>
      {act === 'revoke' && <CauseField value={cause} onChange={setCause} />}
    </ConfirmAct>
  );
}

function BulkConsequences({ act, preview }: { readonly act: BulkAct; readonly preview: BulkPreview }) {
  const { total, changed, people, ending, needsApproval } = preview;
  const same = total - changed;
  return (
    <>
      <p>
        {changed === 0
          ? 'Nothing changes: all of them are as they should be already, or have ended. Choose others.'
          : `${numberWords(changed)} of ${numberWords(total)} will change, of ${numberWords(people)} ${people === 1 ? 'person' : 'people'}.`}
        {changed > 0 && same > 0 && ` The other ${numberWords(same)} are as they should be already, or have ended.`}
      </p>
      {ending > 0 && (
        <p>
          <strong>
            {ending === 1 ? 'One derived credential ends' : `${numberWords(ending)} derived credentials end`} for good.
            This cannot be undone.
          </strong>{' '}
          Their holders need new ones, with their cards.
        </p>
      )}
      {act === 'suspend' && <p>What is suspended can be resumed at any time.</p>}
      {needsApproval && <p>It waits until a second person has approved it.</p>}
    </>
  );
}
