import type { ErrorCode } from '@lanyard/contract';
import { errorCatalogue } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { codeOf } from '../../api/trouble.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { leaveForCard, presentPath, rememberErrand } from '../../state/card-trip.ts';

const cardCodes: ReadonlySet<ErrorCode | null> = new Set<ErrorCode>(['session_not_fresh', 'session_not_primary']);

/** Offers the card sign-in whenever an act of this page was refused for want of a fresh one. */
export function CardAgain() {
  const client = useQueryClient();
  const [code, setCode] = useState<ErrorCode | null>(null);
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        const found = codeOf(event.action.error);
        if (cardCodes.has(found)) setCode(found);
      }),
    [client],
  );
  return code === null ? null : <Question code={code} onClose={() => setCode(null)} />;
}

function Question({ code, onClose }: { readonly code: ErrorCode; readonly onClose: () => void }) {
  const leave = useMutation({
    mutationFn: () => {
      rememberErrand({ path: presentPath(), act: null, personId: null });
      return leaveForCard();
    },
  });
  const { title, next } = errorCatalogue[code];
  return (
    <Dialog title="Show your smart card once more" onClose={onClose}>
      <p>
        {title} {next}
      </p>
      <p>Afterwards you come back to this page; what is not saved on it is lost, so note it first.</p>
      {leave.isError && <TroubleNote error={leave.error} />}
      <div className="actions">
        <Button type="button" aria-disabled={leave.isPending} onClick={() => !leave.isPending && leave.mutate()}>
          Sign in with Certificate
        </Button>
        <Button type="button" outline onClick={onClose}>
          Not now
        </Button>
      </div>
    </Dialog>
  );
}
